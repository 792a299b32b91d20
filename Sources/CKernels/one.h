// The product of weights, as they are stored, with one token.
#pragma once
#include "formats.h"

enum {
  read_ahead = 8192,      // bytes; the processor's own reading ahead stops at each page of the file
  whole_ahead = 12288,    // the same of whole numbers
  side_sums = 4,          // of a row that is multiplied alone: each waits for its last product
  stretch_floats = 1024,  // room for what weights share, which is worked out for some blocks at a time
};

inlined void prefetch(const uint8_t *from, size_t bytes) {
  for (size_t line = 0; line < bytes; line += 64) __builtin_prefetch(from + line);
}

// Adds the product of a piece of weights with x. A scale is multiplied once, not weight by weight.
inlined lanes add_piece(
    const struct format f, const void *block, size_t piece, const float *shared, const lanes x[2],
    lanes sum) {
  lanes weights[2];
  f.unpack(block, piece, shared, weights);
  if (f.scales) return sum + (weights[0] * x[0] + weights[1] * x[1]) * shared[0];
  sum += weights[0] * x[0];
  sum += weights[1] * x[1];
  return sum;
}

// What a stretch of blocks share in some rows: [blocks][rows][f.shared]. It is read back number by number,
// which costs less than to spread what stands in a register.
inlined void share_stretch(
    const struct format f, const uint8_t *from, size_t row_bytes, size_t blocks, const int rows,
    float *shared) {
  for (size_t b = 0; b < blocks; b++, from += f.bytes, shared += (size_t)rows * f.shared) {
    if (!f.share) widen_shared(f, from, row_bytes, rows, shared);
#pragma unroll
    for (int r = 0; r < rows && f.share; r++)
      f.share(from + (size_t)r * row_bytes, shared + (size_t)r * f.shared);
  }
}

// Adds the products of a block of some rows with x, pieces by turns to one of a row's sums.
inlined void add_block(
    const struct format f, const uint8_t *from, size_t row_bytes, const float *shared,
    const lanes *x, const int rows, const size_t first_sum, const size_t sums_of_row,
    lanes sums[ROWS_AT_ONCE][side_sums]) {
#pragma unroll
  for (size_t piece = 0; piece < f.weights / kernels_piece; piece++)
#pragma unroll
    for (int r = 0; r < rows; r++) {
      lanes *sum = &sums[r][(first_sum + piece) % sums_of_row];
      *sum = add_piece(
          f, from + (size_t)r * row_bytes, piece, shared + (size_t)r * f.shared, x + 2 * piece, *sum);
    }
}

inlined void keep_total(
    const struct kernels_vector_product *p, size_t row, const lanes sums[side_sums]) {
  p->y[row] = (p->accumulates ? p->y[row] : 0) + total((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

// Some rows together, or one whose memory is read as it lies: the system's own reading ahead does best with
// that. Which of the two depends on the format alone, and a row's sum does not depend on the rows beside it.
inlined void multiply_some_rows(
    const struct kernels_vector_product *p, const struct format f, size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  const uint8_t *ahead = from + (f.shared ? 2 * (size_t)rows * p->row_bytes : read_ahead);
  const lanes *x = (const lanes *)p->x;
  const size_t stride = (size_t)rows * f.shared, limit = stretch_floats / (stride ? stride : 1);
  const size_t sums_of_row = f.shared ? 1 : side_sums, at_once = sums_of_row;
  const size_t vectors = f.weights / kernels_lanes;
  lanes sums[ROWS_AT_ONCE][side_sums] = {};
  for (size_t left = p->columns / f.weights; left > 0;) {
    const size_t blocks = left < limit ? left : limit;
    _Alignas(64) float shared[stretch_floats];
    share_stretch(f, from, p->row_bytes, blocks, rows, shared);
    size_t b = 0;
    for (; b + at_once <= blocks; b += at_once) {
      prefetch(ahead, at_once * (size_t)rows * f.bytes);
      ahead += at_once * (size_t)rows * f.bytes;
#pragma unroll
      for (size_t i = 0; i < at_once; i++, from += f.bytes, x += vectors)
        add_block(
            f, from, p->row_bytes, shared + (b + i) * stride, x, rows, i, sums_of_row, sums);
    }
    for (; b < blocks; b++, from += f.bytes, x += vectors)
      add_block(f, from, p->row_bytes, shared + b * stride, x, rows, b, sums_of_row, sums);
    left -= blocks;
  }
#pragma unroll
  for (int r = 0; r < rows; r++) keep_total(p, row + (size_t)r, sums[r]);
}

#ifdef KERNELS_DOT
// A row with whole numbers, and what is left of it behind the last 256 weights.
inlined void multiply_whole_row(
    const struct kernels_vector_product *p, const struct format f, size_t row) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  const struct whole *x = p->whole;
  const size_t bytes = whole_features / f.weights * f.bytes, count = p->columns / whole_features;
  lanes sums[ROWS_AT_ONCE][side_sums] = {};
  for (size_t b = 0; b < count; b++, from += bytes, x++) {
    prefetch(from + whole_ahead, bytes);
    f.add_whole(from, x, sums[0]);
  }
  // Of what stands for offsets only the last lanes count.
  const lanes_int offsets = {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};
  sums[0][side_sums - 1] = (lanes)((lanes_int)sums[0][side_sums - 1] & offsets);
  const lanes *left = (const lanes *)p->x + count * whole_features / kernels_lanes;
  for (size_t b = count * whole_features; b < p->columns; b += f.weights, from += f.bytes) {
    _Alignas(64) float shared[shared_limit];
    share_stretch(f, from, p->row_bytes, 1, 1, shared);
    add_block(f, from, p->row_bytes, shared, left, 1, 0, 1, sums);
    left += f.weights / kernels_lanes;
  }
  keep_total(p, row, sums[0]);
}
#endif

inlined void multiply_rows(const struct kernels_vector_product *p, const struct format f) {
  const int rows = f.shared ? ROWS_AT_ONCE : 1;
  size_t row = 0;
#ifdef KERNELS_DOT
  for (; p->whole && f.add_whole && row < p->rows; row++) multiply_whole_row(p, f, row);
#endif
  for (; row + (size_t)rows <= p->rows; row += (size_t)rows) multiply_some_rows(p, f, row, rows);
  for (; row < p->rows; row++) multiply_some_rows(p, f, row, 1);
}

#ifdef KERNELS_DOT
static bool KERNELS(takes_whole)(enum kernels_type type) {
#define TAKES(format, number) case kernels_##format: return format.add_whole;
  switch (type) { KERNELS_FORMATS(TAKES) }
#undef TAKES
  return false;
}
#endif

static void KERNELS(multiply_one)(const struct kernels_vector_product *p) {
#define MULTIPLY(format, number) \
  case kernels_##format: multiply_rows(p, format); break;
  switch (p->type) { KERNELS_FORMATS(MULTIPLY) }
#undef MULTIPLY
}
