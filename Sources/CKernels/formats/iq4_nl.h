// IQ4_NL: 32 weights of a codebook on one scale.
#pragma once
#include "codebook.h"

struct iq4_nl {
  uint16_t scale;
  uint8_t pairs[16];  // as those of Q4_0
};

// Finer near zero, where most weights are.
static const int8_t iq4_entries[16] = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

inlined void unpack_iq4_nl(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  look_up_pairs(iq4_entries, ((const struct iq4_nl *)block)->pairs, out);
}

static const struct format iq4_nl = {
    .weights = 32, .bytes = sizeof(struct iq4_nl), .shared = 1, .scales = true,
    .unpack = unpack_iq4_nl};
