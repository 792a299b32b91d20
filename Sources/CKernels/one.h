// The product of weights, as they are stored, with one token.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "unpack.h"

// The low halves of 16 bytes, then the high ones.
inlined void split_pairs(const uint8_t *bytes, lanes out[2]) {
  sixteen_bytes pairs;
  memcpy(&pairs, bytes, sizeof pairs);
  lanes_int wide = __builtin_convertvector(pairs, lanes_int);
  out[0] = __builtin_convertvector(wide & 15, lanes);
  out[1] = __builtin_convertvector(wide >> 4, lanes);
}

inlined lanes times(const lanes weights[2], const lanes x[2]) {
  return weights[0] * x[0] + weights[1] * x[1];
}

// Adds the product of a block of 32 weights with x, whose halves add up to `both`. Scale and offset
// of a block are multiplied once, not weight by weight.
inlined lanes add_block(
    const enum kernels_type type, const uint8_t *from, const lanes x[2], lanes both, lanes sum) {
  lanes weights[2];
  switch (type) {
    case kernels_q8_0:
      for (int i = 0; i < 2; i++) {
        sixteen_quants quants;
        memcpy(&quants, from + 2 + 16 * i, sizeof quants);
        weights[i] = __builtin_convertvector(__builtin_convertvector(quants, lanes_int), lanes);
      }
      sum += times(weights, x) * half(load_u16(from));
      break;
    case kernels_q4_0:
      split_pairs(from + 2, weights);
      sum += (times(weights, x) - 8.0f * both) * half(load_u16(from));
      break;
    case kernels_q4_1:
#ifdef KERNELS_LOOK_UP
      unpack_q4_1(from, weights);
      sum += weights[0] * x[0];
      sum += weights[1] * x[1];
#else
      split_pairs(from + 4, weights);
      sum += times(weights, x) * half(load_u16(from));
      sum += both * half(load_u16(from + 2));
#endif
      break;
    case kernels_f32:
      memcpy(weights, from, sizeof weights);
      sum += times(weights, x);
      break;
    case kernels_f16:
      for (int i = 0; i < 32; i++) weights[i / 16][i % 16] = half(load_u16(from + 2 * i));
      sum += times(weights, x);
      break;
    case kernels_bf16:
      for (int i = 0; i < 32; i++) weights[i / 16][i % 16] = brain(load_u16(from + 2 * i));
      sum += times(weights, x);
      break;
  }
  return sum;
}

enum { read_ahead = 8192 };  // bytes

// Some rows at once, so that they share the token and wait less for their own sums.
inlined void multiply_row_group(
    const struct kernels_vector_product *p, const enum kernels_type type, const size_t bytes,
    size_t row, const int rows) {
  const uint8_t *from = (const uint8_t *)p->weights + row * p->row_bytes;
  lanes sums[2] = {};
  for (size_t column = 0; column < p->columns; column += 32, from += bytes) {
    lanes x[2];
    memcpy(x, p->x + column, sizeof x);
    const lanes both = x[0] + x[1];
#pragma unroll
    for (int r = 0; r < rows; r++) {
      const uint8_t *weights = from + (size_t)r * p->row_bytes;
      __builtin_prefetch(weights + read_ahead);  // the processor's own stops at each page of the file
      sums[r] = add_block(type, weights, x, both, sums[r]);
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++) {
    float *y = p->y + row + (size_t)r;
    *y = (p->accumulates ? *y : 0) + total(sums[r]);
  }
}

inlined void multiply_rows(
    const struct kernels_vector_product *p, const enum kernels_type type, const size_t bytes) {
  const int group = type == kernels_q8_0 ? 1 : 2;  // measured
  size_t row = 0;
  for (; row + (size_t)group <= p->rows; row += (size_t)group)
    multiply_row_group(p, type, bytes, row, group);
  for (; row < p->rows; row++) multiply_row_group(p, type, bytes, row, 1);
}

static void KERNELS(multiply_one)(const struct kernels_vector_product *p) {
  switch (p->type) {
    case kernels_q8_0: multiply_rows(p, kernels_q8_0, 34); break;
    case kernels_q4_0: multiply_rows(p, kernels_q4_0, 18); break;
    case kernels_q4_1: multiply_rows(p, kernels_q4_1, 20); break;
    case kernels_f32: multiply_rows(p, kernels_f32, 128); break;
    case kernels_f16: multiply_rows(p, kernels_f16, 64); break;
    case kernels_bf16: multiply_rows(p, kernels_bf16, 64); break;
  }
}
