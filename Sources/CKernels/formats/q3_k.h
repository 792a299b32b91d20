// Q3_K: 256 weights of three bits, from -4 on, each 16 on a scale of their own.
#pragma once
#include "sixteens.h"

struct q3_k {
  uint8_t high[32];    // the third bit of weight j of a piece is the piece's bit of byte j
  uint8_t low[2][32];  // the other two, in each half of the block those of four pieces
  uint8_t scales[12];  // of six bits, from -32 on: the low four of each, then the high two
  uint16_t scale;      // of the scales
};

inlined void share_q3_k(const void *block, float *shared) {
  const struct q3_k *from = block;
  const uint32_t low = 0x0f0f0f0f, high = 0x30303030;
  uint32_t words[3];
  memcpy(words, from->scales, sizeof words);
  const uint32_t quants[4] = {
      (words[0] & low) | (words[2] << 4 & high), (words[1] & low) | (words[2] << 2 & high),
      (words[0] >> 4 & low) | (words[2] & high), (words[1] >> 4 & low) | (words[2] >> 2 & high)};
  share_sixteen(from->scale, load_sixteen((const uint8_t *)quants) - 32, shared);
}

inlined void unpack_q3_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const struct q3_k *from = block;
  const piece_bytes low = take_bits(load_piece(from->low[piece / 4]), piece % 4 * 2, 3);
  const piece_bytes high = move_bit(load_piece(from->high), (int)piece, 2);
  scale_halves((low | high) - 4, shared + 2 * piece, out);
}

static const struct format q3_k = {
    .weights = 256, .bytes = sizeof(struct q3_k), .shared = 16, .share = share_q3_k, .unpack = unpack_q3_k};
