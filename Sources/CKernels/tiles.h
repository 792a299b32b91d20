// The products in tiles, sixteen rows of 64 bytes, of numbers in bfloat16: what AMX changes.
//
// A float is kept as two numbers of 16 bits in its own place. The high half is the float rounded to
// bfloat16, the low half is what is left, rounded; together they miss at most 2^-16 of it. Every 32 floats
// become 32 high halves and 32 low ones behind them:
//
//     a row of a panel's piece            high[32], low[32]
//     two features of a block             high[16][2], low[16][2]      a lane's two side by side
//
// One instruction adds the products of a tile of weights, 16 rows of 32 columns, and a tile of activations,
// 16 pairs of features of a block, to a tile of 16 x 16 sums in float, which is 16 rows of y. Of the four
// products of halves the one of two low halves is left out: it is no more than what rounding lost.
//
// Before the include: KERNELS(name) gives the name of a kernel, KERNELS_NAME that of the instruction set, and
// tile_configure, tile_zero, tile_load, tile_multiply, tile_store and tile_release are the instructions.
#include <immintrin.h>
#include <string.h>

#include "CKernels.h"
#include "vectors.h"

typedef __bf16 brains __attribute__((vector_size(32)));  // 16 halves
typedef __bf16 brain_row __attribute__((vector_size(64)));
typedef __bf16 half __attribute__((may_alias));

extern const struct kernels *kernels_avx512;

// ---- Halves ----

struct halves { brains high, low; };

inlined struct halves split(lanes x) {
  brains high = __builtin_convertvector(x, brains);
  lanes rest = x - __builtin_convertvector(high, lanes);
  return (struct halves){high, __builtin_convertvector(rest, brains)};
}

#define BOTH 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
#define IN_TURN 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, \
    8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

static void KERNELS(pack)(float *x, size_t rows) {
  for (size_t row = 0; row < rows; row += 2) {
    const lanes *in = (const lanes *)x + row;
    brain_row *out = (brain_row *)x + row;
    struct halves a = split(in[0]), b = split(in[1]);
    out[0] = __builtin_shufflevector(a.high, b.high, IN_TURN);
    out[1] = __builtin_shufflevector(a.low, b.low, IN_TURN);
  }
}

// ---- Panels ----

// Splits a row of a piece in place.
inlined void split_row(float *row) {
  const lanes *in = (const lanes *)row;
  brain_row *out = (brain_row *)row;
  struct halves a = split(in[0]), b = split(in[1]);
  out[0] = __builtin_shufflevector(a.high, b.high, BOTH);
  out[1] = __builtin_shufflevector(a.low, b.low, BOTH);
}

// A block has sixteen values: they are split once, and each weight picks its halves among them.
inlined void split_q4_1(const uint8_t *block, float *row) {
  typedef uint8_t sixteen_bytes __attribute__((vector_size(16)));
  typedef uint16_t numbers __attribute__((vector_size(64)));
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  _Float16 head[2];
  sixteen_bytes pairs;
  memcpy(head, block, sizeof head);
  memcpy(&pairs, block + sizeof head, sizeof pairs);
  struct halves values = split((float)head[0] * steps + (float)head[1]);
  __m512i table = (__m512i)__builtin_shufflevector(values.high, values.low, BOTH);
  numbers high =
      __builtin_convertvector(__builtin_shufflevector(pairs & 15, pairs >> 4, BOTH), numbers);
  __m512i *out = (__m512i *)row;
  out[0] = _mm512_permutexvar_epi16((__m512i)high, table);
  out[1] = _mm512_permutexvar_epi16((__m512i)(high | 16), table);
}

static void KERNELS(unpack_to_panel)(
    enum kernels_type type, const void *source, size_t count, float *out, size_t stride) {
  if (type == kernels_q4_1) {
    for (size_t piece = 0; piece * kernels_piece < count; piece++)
      split_q4_1((const uint8_t *)source + piece * 20, out + piece * stride);
    return;
  }
  kernels_avx512->unpack(type, source, count, out, stride);
  for (size_t piece = 0; piece * kernels_piece < count; piece++) split_row(out + piece * stride);
}

static void KERNELS(keep_keys)(
    const float *block, size_t width, size_t first, size_t count, float *keys) {
  const size_t panel = width * kernels_panel_rows, piece = kernels_panel_rows * kernels_piece;
  for (size_t f = 0; f < width; f++) {
    struct halves values = split(((const lanes *)block)[f]);
    for (size_t lane = 0; lane < count; lane++) {
      size_t key = first + lane;
      half *row = (half *)(keys + key / kernels_panel_rows * panel + f / kernels_piece * piece +
                           key % kernels_panel_rows * kernels_piece);
      row[f % kernels_piece] = values.high[lane];
      row[f % kernels_piece + kernels_piece] = values.low[lane];
    }
  }
}

static void KERNELS(keep_values)(
    const float *block, size_t width, size_t first, size_t count, float *values) {
  for (size_t f = 0; f < width; f++) {
    struct halves numbers = split(((const lanes *)block)[f]);
    for (size_t lane = 0; lane < count; lane++) {
      size_t key = first + lane;
      half *row = (half *)(values + (key / kernels_piece * width + f) * kernels_piece);
      row[key % kernels_piece] = numbers.high[lane];
      row[key % kernels_piece + kernels_piece] = numbers.low[lane];
    }
  }
}

// A float of both halves, for sums that are no tiles.
inlined lanes whole(brains high, brains low) {
  return __builtin_convertvector(high, lanes) + __builtin_convertvector(low, lanes);
}

inlined lanes stored_times(const lanes *row, const lanes x[2]) {
  const brains *halves = (const brains *)row;  // high[32], low[32]
  return whole(halves[0], halves[2]) * x[0] + whole(halves[1], halves[3]) * x[1];
}

#include "attend_one.h"

// ---- Matrix product ----

// The layout of the configuration that the instruction loads.
struct tile_configuration {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
};

// Eight whole tiles: 0 to 3 are sums, 4 and 5 weights, 6 and 7 activations.
_Alignas(64) static const struct tile_configuration KERNELS(whole_tiles) = {
    .palette = 1,
    .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {16, 16, 16, 16, 16, 16, 16, 16}};

enum {
  half_row = 16,               // floats, from high halves to low ones
  row_stride = 128,            // bytes, from a tile's row of halves to the next
  sum_stride = 64,             // bytes
  panel_sums = kernels_panel_rows * kernels_lanes,
  group_pieces = 8,            // pieces whose sums are added up apart; two panels' stay in the first cache
};

inlined void load_weights(const struct kernels_product *p, const float *w, const int panels) {
  tile_load(4, w, row_stride);
  if (panels > 1) tile_load(5, w + p->panel_stride, row_stride);
}

inlined void load_tokens(const struct kernels_product *p, const float *x, const int blocks) {
  tile_load(6, x, row_stride);
  if (blocks > 1) tile_load(7, x + p->x_stride, row_stride);
}

inlined void multiply_tiles(const int panels, const int blocks) {
  tile_multiply(0, 4, 6);
  if (blocks > 1) tile_multiply(1, 4, 7);
  if (panels > 1) tile_multiply(2, 5, 6);
  if (panels > 1 && blocks > 1) tile_multiply(3, 5, 7);
}

// Adds a tile of sums to rows of y.
inlined void add_sums(const lanes sums[kernels_panel_rows], float *y) {
  for (int row = 0; row < kernels_panel_rows; row++) ((lanes *)y)[row] += sums[row];
}

// The sums of some pieces for one or two panels and one or two blocks, in place of y or added to it.
inlined void multiply_group(
    const struct kernels_product *p, const float *w, const float *x, float *y, size_t pieces,
    bool adds, const int panels, const int blocks) {
  tile_zero(0);
  tile_zero(1);
  tile_zero(2);
  tile_zero(3);
#pragma clang loop unroll(disable)
  for (size_t piece = 0; piece < pieces; piece++) {
    load_weights(p, w, panels);
    load_tokens(p, x + half_row, blocks);
    multiply_tiles(panels, blocks);  // high x low
    load_tokens(p, x, blocks);
    multiply_tiles(panels, blocks);  // high x high
    load_weights(p, w + half_row, panels);
    multiply_tiles(panels, blocks);  // low x high
    w += p->piece_stride;
    x += kernels_piece * kernels_lanes;
  }
  lanes sums[4][kernels_panel_rows];
  float *out[4] = {y, y + p->y_stride, y + panel_sums, y + p->y_stride + panel_sums};
  tile_store(0, adds ? (float *)sums[0] : out[0], sum_stride);
  if (blocks > 1) tile_store(1, adds ? (float *)sums[1] : out[1], sum_stride);
  if (panels > 1) tile_store(2, adds ? (float *)sums[2] : out[2], sum_stride);
  if (panels > 1 && blocks > 1) tile_store(3, adds ? (float *)sums[3] : out[3], sum_stride);
  if (!adds) return;
  add_sums(sums[0], out[0]);
  if (blocks > 1) add_sums(sums[1], out[1]);
  if (panels > 1) add_sums(sums[2], out[2]);
  if (panels > 1 && blocks > 1) add_sums(sums[3], out[3]);
}

// All blocks against one group of pieces of one or two panels.
inlined void multiply_blocks(
    const struct kernels_product *p, size_t panel, size_t piece, const int panels) {
  const size_t rest = p->pieces - piece, pieces = rest < group_pieces ? rest : group_pieces;
  const bool adds = p->accumulates || piece > 0;
  const float *w = p->weights + panel * p->panel_stride + piece * p->piece_stride;
  const float *x = p->x + piece * kernels_piece * kernels_lanes;
  float *y = p->y + panel * panel_sums;
  size_t block = 0;
  for (; block + 2 <= p->blocks; block += 2, x += 2 * p->x_stride, y += 2 * p->y_stride)
    multiply_group(p, w, x, y, pieces, adds, panels, 2);
  if (block < p->blocks) multiply_group(p, w, x, y, pieces, adds, panels, 1);
}

static void KERNELS(multiply)(const struct kernels_product *p) {
  tile_configure(&KERNELS(whole_tiles));
  size_t panel = 0;
  for (; panel + 2 <= p->panels; panel += 2)
    for (size_t piece = 0; piece < p->pieces; piece += group_pieces)
      multiply_blocks(p, panel, piece, 2);
  if (panel < p->panels)
    for (size_t piece = 0; piece < p->pieces; piece += group_pieces)
      multiply_blocks(p, panel, piece, 1);
  tile_release();
}

// The kernels of AVX-512, but for those that know of halves.
static struct kernels KERNELS(table)(void) {
  struct kernels table = *kernels_avx512;
  table.name = KERNELS_NAME;
  table.unpack_to_panel = KERNELS(unpack_to_panel);
  table.pack = KERNELS(pack);
  table.keep_keys = KERNELS(keep_keys);
  table.keep_values = KERNELS(keep_values);
  table.attend_one = KERNELS(attend_one);
  table.multiply = KERNELS(multiply);
  return table;
}
