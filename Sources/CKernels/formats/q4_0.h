// Q4_0: 32 weights of four bits on one scale, from -8 on.
#pragma once
#include "format.h"

struct q4_0 {
  uint16_t scale;
  uint8_t pairs[16];  // weight j in the low bits of byte j, weight j + 16 in the high ones
};

inlined void unpack_q4_0(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  lanes_int q[2];
  split_pairs(((const struct q4_0 *)block)->pairs, q);
  for (int i = 0; i < 2; i++) out[i] = place_on_scale(q[i], 1, -8);
}

static const struct format q4_0 = {
    .weights = 32, .bytes = sizeof(struct q4_0), .shared = 1, .scales = true, .unpack = unpack_q4_0};
