// The product of weights, as they are stored, with one token.
#pragma once
#include "formats.h"

enum {
  read_ahead = 16384,     // bytes; the processor's own reading ahead stops at each page of the file
  whole_rows = ROWS_AT_ONCE < 4 ? 1 : 4,  // with few registers, whole numbers leave room for one row only
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

// Adds the products of a block of some rows with x.
inlined void add_block(
    const struct format f, const uint8_t *from, size_t row_bytes, const float *shared,
    const lanes *x, const int rows, lanes sums[ROWS_AT_ONCE]) {
#pragma unroll
  for (int r = 0; r < rows; r++) prefetch(from + (size_t)r * row_bytes + read_ahead, f.bytes);
#pragma unroll
  for (size_t piece = 0; piece < f.weights / kernels_piece; piece++)
#pragma unroll
    for (int r = 0; r < rows; r++)
      sums[r] = add_piece(
          f, from + (size_t)r * row_bytes, piece, shared + (size_t)r * f.shared, x + 2 * piece,
          sums[r]);
}

inlined void keep_total(const struct kernels_vector_product *p, size_t row, lanes sum) {
  p->y[row] = (p->accumulates ? p->y[row] : 0) + total(sum);
}

// Some rows together, so that they share the token and wait less for their own sums.
inlined void multiply_some_rows(
    const struct kernels_vector_product *p, const struct format f, size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  const lanes *x = (const lanes *)p->x;
  const size_t stride = (size_t)rows * f.shared, limit = stretch_floats / (stride ? stride : 1);
  lanes sums[ROWS_AT_ONCE] = {};
  for (size_t left = p->columns / f.weights; left > 0;) {
    const size_t blocks = left < limit ? left : limit;
    _Alignas(64) float shared[stretch_floats];
    share_stretch(f, from, p->row_bytes, blocks, rows, shared);
    for (size_t b = 0; b < blocks; b++, from += f.bytes, x += f.weights / kernels_lanes)
      add_block(f, from, p->row_bytes, shared + b * stride, x, rows, sums);
    left -= blocks;
  }
#pragma unroll
  for (int r = 0; r < rows; r++) keep_total(p, row + (size_t)r, sums[r]);
}

#ifdef KERNELS_DOT
// The same with whole numbers.
inlined void multiply_some_whole(
    const struct kernels_vector_product *p, const struct format f, size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  const struct whole *x = p->whole;
  lanes sums[whole_rows] = {};
  for (size_t b = 0; b < p->columns / whole_features; b++, from += f.bytes, x++)
#pragma unroll
    for (int r = 0; r < rows; r++) {
      const uint8_t *block = from + (size_t)r * p->row_bytes;
      _Alignas(64) float shared[shared_limit];
      prefetch(block + read_ahead, f.bytes);
      f.share(block, shared);
      sums[r] = f.add_whole(block, shared, x, sums[r]);
    }
#pragma unroll
  for (int r = 0; r < rows; r++) keep_total(p, row + (size_t)r, sums[r]);
}
#endif

inlined void multiply_rows(const struct kernels_vector_product *p, const struct format f) {
  size_t row = 0;
#ifdef KERNELS_DOT
  if (p->whole && f.add_whole) {
    for (; row + whole_rows <= p->rows; row += whole_rows)
      multiply_some_whole(p, f, row, whole_rows);
    for (; row < p->rows; row++) multiply_some_whole(p, f, row, 1);
    return;
  }
#endif
  for (; row + ROWS_AT_ONCE <= p->rows; row += ROWS_AT_ONCE)
    multiply_some_rows(p, f, row, ROWS_AT_ONCE);
  for (; row < p->rows; row++) multiply_some_rows(p, f, row, 1);
}

static void KERNELS(multiply_one)(const struct kernels_vector_product *p) {
#define MULTIPLY(format, number) \
  case kernels_##format: multiply_rows(p, format); break;
  switch (p->type) { KERNELS_FORMATS(MULTIPLY) }
#undef MULTIPLY
}
