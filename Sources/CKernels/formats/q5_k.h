// Q5_K: 256 weights of five bits, each 32 on a scale and from an offset of their own.
#pragma once
#include "q4_k.h"

struct q5_k {
  uint16_t scale, offset;
  uint8_t scales[12];    // as those of Q4_K
  uint8_t high[32];      // the fifth bit of weight j of a piece is the piece's bit of byte j
  uint8_t pairs[4][32];  // the other four, as those of Q4_K
};

inlined void unpack_q5_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const struct q5_k *from = block;
  const piece_bytes low = take_bits(load_piece(from->pairs[piece / 2]), piece % 2 * 4, 15);
  lanes q[2];
  widen_quants((piece_quants)(low | move_bit(load_piece(from->high), (int)piece, 4)), q);
  for (int i = 0; i < 2; i++) out[i] = shared[piece] * q[i] + shared[piece + 8];
}

static const struct format q5_k = {
    .weights = 256, .bytes = sizeof(struct q5_k), .shared = 16, .share = share_eight, .unpack = unpack_q5_k};
