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
inlined void add_whole_q6_k(const void *block, const struct whole *x, lanes sums[4]) {
  const struct q6_k *from = block;
  // Of two pieces of a half of the block, the second two pieces behind the first, their low four bits and the
  // high two stand in the same bytes, at these places.
  const lanes_int rights = {0, 0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 4, 4};
  const lanes_int lefts = {4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 0};
  _Alignas(64) float shared[16];
  share_q6_k(block, shared);
  const lanes scales = *(const lanes *)shared, pieces = *(const lanes *)x->pieces;
  const lanes s = scales * __builtin_shufflevector(
                               pieces, pieces, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  const lanes_int high[2] = {
      (lanes_int)load_many(from->high[0]), (lanes_int)load_many(from->high[0]) >> 2};
#define ADD(odd, half, sum)                                                                   \
  {                                                                                           \
    const lanes_int two = TWICE(high[odd], half, half + 2);                                   \
    const lanes_int four =                                                                    \
        load_two_twice(from->low[0][odd] + 16 * half, from->low[1][odd] + 16 * half);         \
    sums[sum] = add_quants(                                                                   \
        (many_bytes)((four >> rights & 0x0f0f0f0f) | (two << lefts & 0x30303030)),            \
        x->digits[odd][half],                                                                 \
        SPREAD(s, 2 * odd + half, 2 * odd + half + 4, 2 * odd + half + 8, 2 * odd + half + 12), \
        sums[sum]);                                                                           \
  }
  ADD(0, 0, 0) ADD(0, 1, 1) ADD(1, 0, 2) ADD(1, 1, 0)
#undef ADD
  sums[1] += -32.0f * scales * *(const lanes *)x->sums;
}
#endif

static const struct format q6_k = {
#ifdef KERNELS_DOT
    .add_whole = add_whole_q6_k,
#endif
    .weights = 256, .bytes = sizeof(struct q6_k), .shared = 16, .share = share_q6_k, .unpack = unpack_q6_k};
