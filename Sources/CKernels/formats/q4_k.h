// Q4_K: 256 weights of four bits, each 32 on a scale and from an offset of their own.
#pragma once
#include "format.h"

struct q4_k {
  uint16_t scale, offset;  // of the scales and offsets
  uint8_t scales[12];      // and offsets, of six bits
  uint8_t pairs[4][32];    // weight j of piece 2p in the low bits of byte [p][j], of 2p + 1 in the high ones
};

// Eight scales, then eight offsets, which are stored with their signs changed.
inlined void share_eight(
    uint16_t scale, uint16_t offset, const uint8_t packed[12], float shared[shared_limit]) {
  const uint32_t six = 0x3f3f3f3f, low = 0x0f0f0f0f, high = 0x30303030;
  uint32_t words[3];
  memcpy(words, packed, sizeof words);
  const uint32_t quants[4] = {
      words[0] & six, (words[2] & low) | (words[0] >> 2 & high),
      words[1] & six, (words[2] >> 4 & low) | (words[1] >> 2 & high)};
  const uint16_t s = scale, o = offset ^ 0x8000;
  const uint16_t factors[16] = {s, s, s, s, s, s, s, s, o, o, o, o, o, o, o, o};
  const lanes_int wide = __builtin_convertvector(load_sixteen((const uint8_t *)quants), lanes_int);
  const lanes product = widen(factors) * __builtin_convertvector(wide, lanes);
  memcpy(shared, &product, sizeof product);
}

inlined void share_q4_k(const void *block, float shared[shared_limit]) {
  const struct q4_k *from = block;
  share_eight(from->scale, from->offset, from->scales, shared);
}

inlined void unpack_q4_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const piece_bytes pairs = load_piece(((const struct q4_k *)block)->pairs[piece / 2]);
  lanes_int q[2];
  widen_bytes(pairs, q);
  for (int i = 0; i < 2; i++)
    out[i] = place_on_scale(
        piece % 2 == 0 ? q[i] & 15 : q[i] >> 4, shared[piece], shared[piece + 8]);
}

static const struct format q4_k = {
    .weights = 256, .bytes = sizeof(struct q4_k), .share = share_q4_k, .unpack = unpack_q4_k};
