// Q5_1: 32 weights of five bits on one scale, from an offset on.
#pragma once
#include "format.h"

struct q5_1 {
  uint16_t scale, offset;
  uint8_t high[4], pairs[16];  // as those of Q5_0
};

inlined void unpack_q5_1(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  const struct q5_1 *from = block;
  uint16_t high[2];
  memcpy(high, from->high, sizeof high);
  lanes_int q[2];
  split_pairs(from->pairs, q);
  for (int i = 0; i < 2; i++) {
    const lanes_int five = (q[i] & 15) | (spread_bits(high[i]) & 16);
    out[i] = shared[0] * __builtin_convertvector(five, lanes) + shared[1];
  }
}

static const struct format q5_1 = {
    .weights = 32, .bytes = sizeof(struct q5_1), .shared = 2, .unpack = unpack_q5_1};
