// F16: numbers in half precision.
#pragma once
#include "format.h"

struct f16 {
  uint16_t weights[32];
};

inlined void unpack_f16(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  const struct f16 *from = block;
  out[0] = widen(from->weights);
  out[1] = widen(from->weights + 16);
}

static const struct format f16 = {
    .weights = 32, .bytes = sizeof(struct f16), .unpack = unpack_f16};
