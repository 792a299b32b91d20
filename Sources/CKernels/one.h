// The product of weights, as they are stored, with one token.
#pragma once
#include "formats.h"

enum {
  read_ahead = 12288,   // bytes; the processor's own reading ahead stops at each page of the file
  stretch_blocks = 64,  // blocks of which what weights share is widened first
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

// The numbers that a stretch of blocks share in some rows, or none where each block has more of its own.
inlined void share_stretch(
    const struct format f, const uint8_t *from, size_t row_bytes, size_t blocks, const int rows,
    float shared[stretch_blocks][kernels_lanes]) {
  if (f.share) return;
  for (size_t b = 0; b < blocks; b++)
    widen_shared(f, from + b * f.bytes, row_bytes, rows, shared[b]);
}

// Adds the products of a block of some rows with x.
inlined void add_block(
    const struct format f, const uint8_t *from, size_t row_bytes, const float *shared,
    const lanes *x, const int rows, lanes sums[ROWS_AT_ONCE]) {
  _Alignas(64) float own[ROWS_AT_ONCE][shared_limit];
#pragma unroll
  for (int r = 0; r < rows; r++) {
    prefetch(from + (size_t)r * row_bytes + read_ahead, f.bytes);
    if (f.share) f.share(from + (size_t)r * row_bytes, own[r]);
  }
#pragma unroll
  for (size_t piece = 0; piece < f.weights / kernels_piece; piece++)
#pragma unroll
    for (int r = 0; r < rows; r++)
      sums[r] = add_piece(
          f, from + (size_t)r * row_bytes, piece, f.share ? own[r] : shared + (size_t)r * f.shared,
          x + 2 * piece, sums[r]);
}

// Some rows together, so that they share the token and wait less for their own sums.
inlined void multiply_some_rows(
    const struct kernels_vector_product *p, const struct format f, size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  const lanes *x = (const lanes *)p->x;
  lanes sums[ROWS_AT_ONCE] = {};
  for (size_t left = p->columns / f.weights; left > 0;) {
    const size_t blocks = left < stretch_blocks ? left : stretch_blocks;
    _Alignas(64) float shared[stretch_blocks][kernels_lanes];
    share_stretch(f, from, p->row_bytes, blocks, rows, shared);
    for (size_t b = 0; b < blocks; b++, from += f.bytes, x += f.weights / kernels_lanes)
      add_block(f, from, p->row_bytes, shared[b], x, rows, sums);
    left -= blocks;
  }
#pragma unroll
  for (int r = 0; r < rows; r++) {
    float *y = p->y + row + (size_t)r;
    *y = (p->accumulates ? *y : 0) + total(sums[r]);
  }
}

inlined void multiply_rows(const struct kernels_vector_product *p, const struct format f) {
  size_t row = 0;
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
