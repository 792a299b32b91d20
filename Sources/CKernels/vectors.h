// Vectors of 16 lanes and elementary functions of them, for every file of kernels.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t lanes_int __attribute__((vector_size(64)));

// Vectors are passed only to functions that are inlined, where no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"
#define inlined static inline __attribute__((always_inline))

// ---- Elementary functions ----

inlined lanes pick(lanes_int mask, lanes yes, lanes no) {
  return (lanes)(((lanes_int)yes & mask) | ((lanes_int)no & ~mask));
}

// A bit for each lane in which a comparison holds, the first lane's lowest.
inlined uint32_t bits_of(lanes_int mask) {
  typedef _Bool bits __attribute__((ext_vector_type(16)));
  const bits set = __builtin_convertvector(mask, bits);
  uint16_t word;
  __builtin_memcpy(&word, &set, sizeof word);
  return word;
}

inlined lanes larger(lanes a, lanes b) { return pick(a > b, a, b); }

// e^x within two units in the last place, for x up to 88; below -87 it stays at e^-87, which is 2e-38.
// (Cody and Waite 1980.)
inlined lanes positive_exponential(lanes x) {
  const float rounder = 12582912.0f;  // 1.5 * 2^23 leaves the rounded integer in the low bits
  x = larger(x, (lanes){} - 87.0f);
  lanes shifted = x * 1.44269504f + rounder;
  lanes n = shifted - rounder;
  lanes r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  lanes p = r * 1.388889e-3f + 8.333334e-3f;
  p = p * r + 4.1666666e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return (lanes)((lanes_int)p + ((lanes_int)shifted << 23));
}

// e^x, 0 below -87.
inlined lanes exponential(lanes x) {
  return (lanes)((lanes_int)positive_exponential(x) & (x >= -87.0f));
}

// tanh x = 1 - 2 / (e^2x + 1), within 1e-7; a number that is none stays so.
inlined lanes hyperbolic_tangent(lanes x) {
  const lanes limited = -larger(-2.0f * x, (lanes){} - 87.0f);
  return pick(x == x, 1.0f - 2.0f / (exponential(limited) + 1.0f), x);
}

// cap tanh(x / cap) of all; what is not finite becomes no number, since it must not look like one.
inlined void cap_all(lanes *x, size_t count, float cap) {
  for (size_t f = 0; f < count; f++)
    x[f] = cap * hyperbolic_tangent(x[f] / cap) + (x[f] - x[f]);
}

// ln x for positive, normal x, as a sum of two floats whose first is exact. (Moshier 1989.)
inlined lanes logarithm(lanes x, lanes *high) {
  lanes_int bits = (lanes_int)x;
  lanes_int exponent = ((bits - 0x3f3504f3) >> 23);  // so that the rest lies in 0.707 ... 1.414
  lanes m = (lanes)(bits - (exponent << 23)) - 1.0f;
  lanes e = __builtin_convertvector(exponent, lanes);
  lanes p = m * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  lanes square = m * m;
  *high = e * 0.693359375f;
  return m + (p * m * square + e * -2.12194440e-4f - 0.5f * square);
}

// The sum of all lanes.
inlined float total(lanes x) {
  typedef float eight __attribute__((vector_size(32)));
  typedef float four __attribute__((vector_size(16)));
  eight a = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
            __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
  four b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}
