// F32: floats.
#pragma once
#include "format.h"

struct f32 {
  float weights[32];
};

inlined void unpack_f32(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  memcpy(out, block, sizeof(struct f32));
}

static const struct format f32 = {
    .weights = 32, .bytes = sizeof(struct f32), .unpack = unpack_f32};
