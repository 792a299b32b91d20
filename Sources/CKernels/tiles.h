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

#define KERNELS_CONVERT_HALVES 1
#define KERNELS_LOOK_UP(values, lane) ((lanes)_mm512_permutexvar_ps((__m512i)(lane), (__m512)(values)))
#define KERNELS_TILES 1
#include "CKernels.h"
#include "split.h"
#include "formats.h"

extern const struct kernels *kernels_avx512;
void kernels_use_vnni(struct kernels *kernels);

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

inlined void place_halves(
    const struct format f, const void *block, size_t piece, const float *shared, float *out) {
  if (f.split) {
    f.split(block, piece, shared, out);
  } else {
    place_floats(f, block, piece, shared, out);
    split_row(out);
  }
}

static void KERNELS(unpack_to_panel)(
    enum kernels_type type, const void *source, size_t count, float *out, size_t stride) {
#define UNPACK(format, number) \
  case kernels_##format: unpack_row(format, source, count, out, stride, place_halves); break;
  switch (type) { KERNELS_FORMATS(UNPACK) }
#undef UNPACK
}

static void KERNELS(keep_keys)(
    const float *block, size_t width, size_t lane, size_t count, size_t first, float *keys) {
  const size_t panel = width * kernels_panel_rows, piece = kernels_panel_rows * kernels_piece;
  for (size_t f = 0; f < width; f++) {
    struct halves values = split(((const lanes *)block)[f]);
    for (size_t i = 0; i < count; i++) {
      size_t key = first + i;
      half *row = (half *)(keys + key / kernels_panel_rows * panel + f / kernels_piece * piece +
                           key % kernels_panel_rows * kernels_piece);
      row[f % kernels_piece] = values.high[lane + i];
      row[f % kernels_piece + kernels_piece] = values.low[lane + i];
    }
  }
}

static void KERNELS(keep_values)(
    const float *block, size_t width, size_t lane, size_t count, size_t first, float *values) {
  for (size_t f = 0; f < width; f++) {
    struct halves numbers = split(((const lanes *)block)[f]);
    for (size_t i = 0; i < count; i++) {
      size_t key = first + i;
      half *row = (half *)(values + (key / kernels_piece * width + f) * kernels_piece);
      row[key % kernels_piece] = numbers.high[lane + i];
      row[key % kernels_piece + kernels_piece] = numbers.low[lane + i];
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
  if (__builtin_cpu_supports("avx512vnni")) kernels_use_vnni(&table);
  table.name = KERNELS_NAME;
  table.unpack_to_panel = KERNELS(unpack_to_panel);
  table.pack = KERNELS(pack);
  table.keep_keys = KERNELS(keep_keys);
  table.keep_values = KERNELS(keep_values);
  table.attend_one = KERNELS(attend_one);
  table.multiply = KERNELS(multiply);
  return table;
}
