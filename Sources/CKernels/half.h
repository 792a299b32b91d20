// Numbers in half precision, widened to float: subnormal, infinite and not-a-number ones included.
#pragma once
#include <string.h>

#include "vectors.h"

// Sixteen of them.
#if KERNELS_CONVERT_HALVES
inlined lanes widen(const uint16_t *halves) {
  typedef _Float16 sixteen_halves __attribute__((vector_size(32)));
  sixteen_halves values;
  memcpy(&values, halves, sizeof values);
  return __builtin_convertvector(values, lanes);
}
#else
// No float on the way is subnormal, since a thread may have asked for those to be zero.
inlined lanes widen(const uint16_t *halves) {
  typedef uint16_t sixteen_words __attribute__((vector_size(32)));
  sixteen_words words;
  memcpy(&words, halves, sizeof words);
  const lanes_int bits = __builtin_convertvector(words, lanes_int);
  const lanes_int magnitude = (bits & 0x7fff) << 13, exponent = magnitude & 0x0f800000;
  const lanes_int normal = magnitude + 0x38000000;                     // the bias: 127 - 15
  const lanes small = (lanes)(magnitude + 0x38800000) - 0x1p-14f;      // 2^-14 + the fraction
  lanes_int value = normal | ((exponent == 0x0f800000) & 0x7f800000);
  value = (lanes_int)pick(exponent == 0, small, (lanes)value);
  return (lanes)(value | (bits & 0x8000) << 16);
}
#endif

// One of them, in all lanes.
inlined lanes widen_one(uint16_t half) {
  const uint16_t h = half, halves[16] = {h, h, h, h, h, h, h, h, h, h, h, h, h, h, h, h};
  return widen(halves);
}
