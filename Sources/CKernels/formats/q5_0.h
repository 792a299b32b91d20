// Q5_0: 32 weights of five bits on one scale, from -16 on.
#pragma once
#include "format.h"

struct q5_0 {
  uint16_t scale;
  uint8_t high[4];    // the fifth bit of weight j is bit j
  uint8_t pairs[16];  // the other four, as those of Q4_0
};

// Five bits of which the fifth ones stand together.
inlined void split_fives(const uint8_t high[4], const uint8_t pairs[16], lanes_int out[2]) {
  uint16_t bits[2];
  memcpy(bits, high, sizeof bits);
  split_pairs(pairs, out);
  for (int i = 0; i < 2; i++) out[i] |= spread_bits(bits[i], 4);
}

inlined void unpack_q5_0(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  const struct q5_0 *from = block;
  lanes_int q[2];
  split_fives(from->high, from->pairs, q);
  for (int i = 0; i < 2; i++) out[i] = __builtin_convertvector(q[i] - 16, lanes);
}

static const struct format q5_0 = {
    .weights = 32, .bytes = sizeof(struct q5_0), .shared = 1, .scales = true, .unpack = unpack_q5_0};
