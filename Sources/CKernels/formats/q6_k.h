// Q6_K: 256 weights of six bits, from -32 on, each 16 on a scale of their own.
#pragma once
#include "sixteens.h"

struct q6_k {
  // In each half of the block, of the pieces 0 to 3: the low four bits of weight j in byte [piece % 2][j], of
  // pieces 0 and 1 in the low bits; the high two in byte [j], of piece 0 in the lowest bits.
  uint8_t low[2][2][32], high[2][32];
  int8_t scales[16];
  uint16_t scale;  // of the scales
};

inlined void share_q6_k(const void *block, float *shared) {
  const struct q6_k *from = block;
  share_sixteen(from->scale, load_sixteen((const uint8_t *)from->scales), shared);
}

inlined void unpack_q6_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const struct q6_k *from = block;
  const int half = (int)piece / 4, part = (int)piece % 4;
  const piece_bytes low = take_bits(load_piece(from->low[half][part % 2]), part / 2 * 4, 15);
  const piece_bytes high = take_bits(load_piece(from->high[half]), 2 * part - 4, 0x30);
  scale_halves((low | high) - 32, shared + 2 * piece, out);
}

#ifdef KERNELS_DOT
// The quants of two pieces, from 0 on: part 0 or 1 of a half of the block.
inlined many_bytes two_pieces_q6_k(const struct q6_k *from, int half, int part) {
  const lanes_int lefts = {4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2};
  const lanes_int rights = {0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2};
  const lanes_int low = (lanes_int)load_many(from->low[half]), high = load_twice(from->high[half]);
  const lanes_int moved = part ? high >> rights : high << lefts;
  return (many_bytes)((low >> 4 * part & 0x0f0f0f0f) | (moved & 0x30303030));
}

inlined lanes add_whole_q6_k(
    const void *block, const float *shared, const struct whole *x, lanes sum) {
  const lanes scales = *(const lanes *)shared, s = scales * *(const lanes *)x->units;
  sum += -32.0f * scales * *(const lanes *)x->sums;
#define ADD(half, part, f) \
  sum = add_quants( \
      two_pieces_q6_k(block, half, part), x->digits[2 * half + part], \
      SPREAD_FOUR(s, f, f + 1, f + 2, f + 3), sum);
  ADD(0, 0, 0) ADD(0, 1, 4) ADD(1, 0, 8) ADD(1, 1, 12)
#undef ADD
  return sum;
}
#endif

static const struct format q6_k = {
#ifdef KERNELS_DOT
    .add_whole = add_whole_q6_k,
#endif
    .weights = 256, .bytes = sizeof(struct q6_k), .shared = 16, .share = share_q6_k, .unpack = unpack_q6_k};
