// Products of bytes, four in a lane, for processors that have them of two.
#pragma once
#include <immintrin.h>

#include "vectors.h"

typedef long long eight_longs __attribute__((vector_size(64)));

inlined __m256i dots_of_half(__m256i quants, __m256i digits) {
  return _mm256_madd_epi16(_mm256_maddubs_epi16(quants, digits), _mm256_set1_epi16(1));
}

inlined lanes_int add_dots(lanes_int sum, eight_longs q, eight_longs d) {
  const __m256i low = dots_of_half(
      __builtin_shufflevector(q, q, 0, 1, 2, 3), __builtin_shufflevector(d, d, 0, 1, 2, 3));
  const __m256i high = dots_of_half(
      __builtin_shufflevector(q, q, 4, 5, 6, 7), __builtin_shufflevector(d, d, 4, 5, 6, 7));
  return sum + (lanes_int)__builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}
