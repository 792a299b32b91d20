// Which kernels this processor can run, and the plain moves that need no vectors.
#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "CKernels.h"

extern const struct kernels *kernels_portable;
#if defined(__x86_64__)
extern const struct kernels *kernels_avx2, *kernels_avx512;
const struct kernels *kernels_amx(void);
#endif

#if defined(__x86_64__)
void kernels_use_vnni(struct kernels *kernels);
static struct kernels best_avx512;

static void choose_avx512(void) {
  best_avx512 = *kernels_avx512;
  if (__builtin_cpu_supports("avx512vnni")) kernels_use_vnni(&best_avx512);
}
#endif

size_t kernels_whole_bytes(size_t columns) { return (columns + 255) / 256 * 1024; }

size_t kernels_available(const struct kernels *out[static 4]) {
  size_t count = 0;
#if defined(__x86_64__)
  if ((out[count] = kernels_amx())) count++;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, choose_avx512);
    out[count++] = &best_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("f16c"))
    out[count++] = kernels_avx2;
#endif
  out[count++] = kernels_portable;
  return count;
}

bool kernels_have_format(uint32_t number) {
  switch (number) {
#define HAVE(format, known) case known:
    KERNELS_FORMATS(HAVE) return true;
#undef HAVE
    default: return false;
  }
}

_Static_assert(sizeof(struct kernels_fold) % 64 == 0, "folds follow one another, aligned");

void kernels_begin_fold(
    struct kernels_fold *fold, const int32_t *targets, const float *logits,
    const struct kernels_boundaries *boundaries) {
  static const struct kernels_boundaries none = {.starts = NULL, .ends = {-1, -1}};
  fold->boundaries = boundaries ? *boundaries : none;
  memset(&fold->starting, 0, sizeof fold->starting);
  memset(&fold->others, 0, sizeof fold->others);
  memset(fold->greater, 0, sizeof fold->greater);
  for (int lane = 0; lane < kernels_lanes; lane++) {
    fold->starting.largest[lane] = fold->others.largest[lane] = -1e30f;
    fold->threshold[lane] = -2e30f;
    for (int end = 0; end < kernels_ends; end++) fold->ends[end][lane] = -1e30f;
    fold->actual[lane] = logits[lane];
    fold->target[lane] = targets[lane];
    fold->best[lane].count = 0;
  }
}

void kernels_place(const float *row, size_t features, size_t lane, float *out) {
  for (size_t f = 0; f < features; f++) out[f * kernels_lanes + lane] = row[f];
}

uint32_t kernels_flush_subnormals(void) {
#if defined(__x86_64__)
  uint32_t state = _mm_getcsr();
  _mm_setcsr(state | 0x8040);  // flush to zero, and denormals are zero
  return state;
#else
  return 0;
#endif
}

void kernels_restore_subnormals(uint32_t state) {
#if defined(__x86_64__)
  _mm_setcsr(state);
#else
  (void)state;
#endif
}

void kernels_pause(void) {
#if defined(__x86_64__)
  _mm_pause();
#endif
}
