// Numbers of sixteen bits, widened to float.
#pragma once
#include <string.h>

#include "vectors.h"

// An IEEE half, subnormal, infinite and not-a-number ones included. No float on the way is subnormal,
// since a thread may have asked for those to be zero.
#if KERNELS_CONVERT_HALVES
inlined float half(uint16_t bits) {
  union { uint16_t bits; _Float16 value; } number = {bits};
  return (float)number.value;
}
#else
inlined float half(uint16_t bits) {
  const uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13;
  const uint32_t exponent = magnitude & 0x0f800000u;
  union { uint32_t bits; float value; } number = {magnitude + 0x38000000u};  // the bias: 127 - 15
  union { uint32_t bits; float value; } small = {magnitude + 0x38800000u};  // 2^-14 + the fraction
  small.value -= 0x1p-14f;
  number.bits |= exponent == 0x0f800000u ? 0x7f800000u : 0;
  number.bits = exponent == 0 ? small.bits : number.bits;
  number.bits |= (uint32_t)(bits & 0x8000) << 16;
  return number.value;
}

#endif

// A bfloat16: the upper half of a float.
inlined float brain(uint16_t bits) {
  union { uint32_t bits; float value; } number = {(uint32_t)bits << 16};
  return number.value;
}

inlined float load_f32(const uint8_t *bytes) {
  float value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

inlined uint16_t load_u16(const uint8_t *bytes) {
  uint16_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}
