// What the formats with a scale for each 16 weights have in common.
#pragma once
#include "format.h"

// Sixteen scales, of signed bytes on a scale of their own.
inlined void share_sixteen(uint16_t scale, sixteen_bytes scales, float *shared) {
  const lanes product = widen_one(scale) * widen_sixteen((sixteen_quants)scales);
  memcpy(shared, &product, sizeof product);
}

// The weights of a piece, as signed bytes on two scales.
inlined void scale_halves(piece_bytes quants, const float scales[2], lanes out[2]) {
  widen_quants((piece_quants)quants, out);
  for (int i = 0; i < 2; i++) out[i] *= scales[i];
}
