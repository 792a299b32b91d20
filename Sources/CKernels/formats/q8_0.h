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
  typedef int8_t sixteen_quants __attribute__((vector_size(16)));
  const struct q8_0 *from = block;
  for (int i = 0; i < 2; i++) {
    sixteen_quants quants;
    memcpy(&quants, from->quants + 16 * i, sizeof quants);
    out[i] = __builtin_convertvector(__builtin_convertvector(quants, lanes_int), lanes);
  }
}

static const struct format q8_0 = {
    .weights = 32, .bytes = sizeof(struct q8_0), .shared = 1, .scales = true, .unpack = unpack_q8_0};
