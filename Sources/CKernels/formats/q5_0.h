// Q5_0: 32 weights of five bits on one scale, from -16 on.
#pragma once
#include "format.h"

struct q5_0 {
  uint16_t scale;
  uint8_t high[4];    // the fifth bit of weight j is bit j
  uint8_t pairs[16];  // the other four, as those of Q4_0
};

inlined void unpack_q5_0(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  const struct q5_0 *from = block;
  uint16_t high[2];
  memcpy(high, from->high, sizeof high);
  lanes_int q[2];
  split_pairs(from->pairs, q);
  for (int i = 0; i < 2; i++) {
    const lanes low = place_on_scale(q[i], 1, -16);
    out[i] = pick(spread_bits(high[i]), low + 16, low);
  }
}

static const struct format q5_0 = {
    .weights = 32, .bytes = sizeof(struct q5_0), .shared = 1, .scales = true, .unpack = unpack_q5_0};
