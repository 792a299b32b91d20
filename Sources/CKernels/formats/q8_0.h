// Q8_0: 32 signed bytes on one scale.
#pragma once
#include "format.h"

struct q8_0 {
  uint16_t scale;
  int8_t quants[32];
};

inlined void unpack_q8_0(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  const struct q8_0 *from = block;
  widen_quants((piece_quants)load_piece((const uint8_t *)from->quants), out);
}

static const struct format q8_0 = {
    .weights = 32, .bytes = sizeof(struct q8_0), .shared = 1, .scales = true, .unpack = unpack_q8_0};
