// MXFP4: 32 floating-point numbers of four bits on one scale, a power of two. (OCP Microscaling Formats 1.0.)
#pragma once
#include "codebook.h"

struct mxfp4 {
  uint8_t exponent;
  uint8_t pairs[16];  // as those of Q4_0: a sign, two bits of exponent, and one more
};

// Twice the numbers, which makes them whole.
static const int8_t mxfp4_entries[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

// 2^(exponent - 128): the half of the scale, to go with them.
inlined void share_mxfp4(const void *block, float *shared) {
  const uint32_t exponent = ((const struct mxfp4 *)block)->exponent;
  const uint32_t bits = exponent < 2 ? 1u << (21 + exponent) : (exponent - 1) << 23;
  memcpy(shared, &bits, sizeof bits);
}

inlined void unpack_mxfp4(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  look_up_pairs(mxfp4_entries, ((const struct mxfp4 *)block)->pairs, out);
}

static const struct format mxfp4 = {
    .weights = 32, .bytes = sizeof(struct mxfp4), .shared = 1, .scales = true, .share = share_mxfp4,
    .unpack = unpack_mxfp4};
