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

#ifdef KERNELS_DOT_LARGE
// A half of four blocks, each the second behind the one before, from 0 on.
inlined many_bytes halves_q8_0(const struct q8_0 *block, size_t half) {
  uint8_t bytes[64];
  for (size_t i = 0; i < 4; i++) memcpy(bytes + 16 * i, block[2 * i].quants + 16 * half, 16);
  return load_many(bytes) ^ 0x80;
}

inlined void add_whole_q8_0(const void *blocks, const struct whole *x, lanes sums[4]) {
  const struct q8_0 *b = blocks;
  uint16_t halves[16] = {};
  for (int i = 0; i < 8; i++) halves[i] = b[i].scale;
  const lanes s = widen(halves) * *(const lanes *)x->pieces;
  const many_bytes even[2] = {halves_q8_0(b, 0), halves_q8_0(b, 1)};
  const many_bytes odd[2] = {halves_q8_0(b + 1, 0), halves_q8_0(b + 1, 1)};
  sums[0] = add_large_quants(even, x, 0, SPREAD(s, 0, 2, 4, 6), sums[0]);
  sums[1] = add_large_quants(odd, x, 1, SPREAD(s, 1, 3, 5, 7), sums[1]);
}
#endif

static const struct format q8_0 = {
#ifdef KERNELS_DOT_LARGE
    .add_whole = add_whole_q8_0,
#endif
    .weights = 32, .bytes = sizeof(struct q8_0), .shared = 1, .scales = true, .unpack = unpack_q8_0};
