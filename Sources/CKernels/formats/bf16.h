// BF16: the upper halves of floats.
#pragma once
#include "format.h"

struct bf16 {
  uint16_t weights[32];
};

inlined void unpack_bf16(const void *block, size_t piece, const float *shared, lanes out[2]) {
  (void)piece;
  (void)shared;
  typedef uint16_t sixteen_words __attribute__((vector_size(32)));
  sixteen_words upper[2];
  memcpy(upper, block, sizeof upper);
  out[0] = (lanes)(__builtin_convertvector(upper[0], lanes_int) << 16);
  out[1] = (lanes)(__builtin_convertvector(upper[1], lanes_int) << 16);
}

static const struct format bf16 = {
    .weights = 32, .bytes = sizeof(struct bf16), .unpack = unpack_bf16};
