// A product tried before anything depends on it, behind a guard that survives its faults.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "CKernels.h"

enum {
  panels = 3, blocks = 3, pieces = 9,  // whole and left-over tiles, and groups
  rows = panels * kernels_panel_rows, columns = pieces * kernels_piece,
  fault_kinds = 3,
};

// ---- The product ----

// Numbers of both signs with more digits than a half holds.
static float sample(size_t row, size_t column) {
  return (float)((int)(row * 7919 + column * 104729) % 2003 - 1001) / 512;
}

static bool is_product_right(const struct kernels *kernels) {
  _Alignas(64) static float w[rows * columns], x[blocks * columns * kernels_lanes];
  _Alignas(64) static float y[blocks * rows * kernels_lanes];
  const size_t panel = kernels_panel_rows * columns, piece = kernels_panel_rows * kernels_piece;
  for (size_t row = 0; row < rows; row++) {
    float weights[columns];
    for (size_t c = 0; c < columns; c++) weights[c] = sample(row, c);
    float *place = w + row / kernels_panel_rows * panel + row % kernels_panel_rows * kernels_piece;
    kernels->unpack_to_panel(kernels_f32, weights, columns, place, piece);
  }
  memset(y, 0, sizeof y);  // nor does an earlier trial's answer count
  for (size_t i = 0; i < sizeof x / sizeof *x; i++) x[i] = sample(i % 97, i);
  for (size_t b = 0; b < blocks; b++) kernels->pack(x + b * columns * kernels_lanes, columns);
  kernels->multiply(&(struct kernels_product){
      .weights = w, .panels = panels, .panel_stride = panel, .pieces = pieces, .piece_stride = piece,
      .x = x, .blocks = blocks, .x_stride = columns * kernels_lanes,
      .y = y, .y_stride = rows * kernels_lanes});
  for (size_t i = 0; i < sizeof y / sizeof *y; i++) {
    const size_t block = i / (rows * kernels_lanes), row = i / kernels_lanes % rows;
    double sum = 0, size = 0;
    for (size_t c = 0; c < columns; c++) {
      size_t j = (block * columns + c) * kernels_lanes + i % kernels_lanes;
      double product = (double)sample(row, c) * (double)sample(j % 97, j);
      sum += product;
      size += product < 0 ? -product : product;
    }
    double error = (double)y[i] - sum;
    if (!(error <= 1e-4 * size && error >= -1e-4 * size)) return false;
  }
  return true;
}

// ---- The guard ----

static const int faults[fault_kinds] = {SIGILL, SIGSEGV, SIGBUS};
static struct sigaction former[fault_kinds];
static _Thread_local sigjmp_buf way_back;
static _Thread_local volatile sig_atomic_t is_trying;

static void leave_trial(int signal) {
  if (is_trying) siglongjmp(way_back, 1);
  // Another thread's fault: it happens again, to whom it would have gone.
  for (int i = 0; i < fault_kinds; i++)
    if (faults[i] == signal) sigaction(signal, &former[i], NULL);
}

bool kernels_pass_trial(const struct kernels *kernels) {
  static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&one_at_a_time);
  struct sigaction action = {.sa_handler = leave_trial, .sa_flags = SA_ONSTACK};
  sigset_t allowed, blocked;
  sigemptyset(&allowed);
  for (int i = 0; i < fault_kinds; i++) {
    sigaddset(&allowed, faults[i]);
    sigaction(faults[i], &action, &former[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &allowed, &blocked);
  volatile bool passes = false;
  if (sigsetjmp(way_back, 1) == 0) {
    is_trying = 1;
    passes = is_product_right(kernels);
  }
  is_trying = 0;
  pthread_sigmask(SIG_SETMASK, &blocked, NULL);
  for (int i = 0; i < fault_kinds; i++) sigaction(faults[i], &former[i], NULL);
  pthread_mutex_unlock(&one_at_a_time);
  return passes;
}
