// IQ4_XS: 256 weights of IQ4_NL's codebook, each 32 on a scale of their own.
#pragma once
#include "iq4_nl.h"

struct iq4_xs {
  uint16_t scale;        // of the scales
  uint16_t high;         // scales of six bits, from -32 on: the high two of each,
  uint8_t low[4];        // and the low four
  uint8_t pairs[8][16];  // of each piece, as those of Q4_0
};

inlined void share_iq4_xs(const void *block, float *shared) {
  const struct iq4_xs *from = block;
  const lanes_int places = {0, 1, 2, 3, 4, 5, 6, 7};
  int32_t low;
  memcpy(&low, from->low, sizeof low);
  const lanes_int lows = ((lanes_int){} + low) >> 4 * places & 15;
  const lanes_int highs = (((lanes_int){} + (int32_t)from->high) >> 2 * places & 3) << 4;
  const lanes scales = __builtin_convertvector((lows | highs) - 32, lanes) * widen_one(from->scale);
  memcpy(shared, &scales, sizeof scales);
}

inlined void unpack_iq4_xs(const void *block, size_t piece, const float *shared, lanes out[2]) {
  look_up_pairs(iq4_entries, ((const struct iq4_xs *)block)->pairs[piece], out);
  for (int i = 0; i < 2; i++) out[i] *= shared[piece];
}

static const struct format iq4_xs = {
    .weights = 256, .bytes = sizeof(struct iq4_xs), .shared = 16, .share = share_iq4_xs,
    .unpack = unpack_iq4_xs};
