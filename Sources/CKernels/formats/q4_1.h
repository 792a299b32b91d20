// Q4_1: 32 weights of four bits on one scale, from an offset on.
#pragma once
#include "format.h"

struct q4_1 {
  uint16_t scale, offset;
  uint8_t pairs[16];  // weight j in the low bits of byte j, weight j + 16 in the high ones
};

inlined void unpack_q4_1(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  lanes_int q[2];
  split_pairs(((const struct q4_1 *)block)->pairs, q);
  for (int i = 0; i < 2; i++) out[i] = place_on_scale(q[i], shared[0], shared[1]);
}

#if KERNELS_TILES
// A block has sixteen values: they are split once, and each weight picks its halves among them.
inlined void split_q4_1(const void *block, size_t piece, const float *shared, float *row) {
  (void)piece;
  typedef uint16_t numbers __attribute__((vector_size(64)));
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const sixteen_bytes pairs = load_sixteen(((const struct q4_1 *)block)->pairs);
  struct halves values = split(shared[0] * steps + shared[1]);
  __m512i table = (__m512i)__builtin_shufflevector(values.high, values.low, BOTH);
  numbers high =
      __builtin_convertvector(__builtin_shufflevector(pairs & 15, pairs >> 4, BOTH), numbers);
  __m512i *out = (__m512i *)row;
  out[0] = _mm512_permutexvar_epi16((__m512i)high, table);
  out[1] = _mm512_permutexvar_epi16((__m512i)(high | 16), table);
}
#endif

static const struct format q4_1 = {
    .weights = 32, .bytes = sizeof(struct q4_1), .shared = 2, .unpack = unpack_q4_1,
#if KERNELS_TILES
    .split = split_q4_1,
#endif
};
