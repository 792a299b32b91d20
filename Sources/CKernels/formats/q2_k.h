// Q2_K: 256 weights of two bits, each 16 on a scale and from an offset of their own.
#pragma once
#include "format.h"

struct q2_k {
  uint8_t scales[16];      // of four bits, and above them offsets, with their signs changed
  uint8_t quants[2][32];   // in each half of the block those of four pieces
  uint16_t scale, offset;  // of the scales and offsets
};

// Sixteen scales, then sixteen offsets.
inlined void share_q2_k(const void *block, float *shared) {
  const struct q2_k *from = block;
  const lanes_int wide = __builtin_convertvector(load_sixteen(from->scales), lanes_int);
  const lanes products[2] = {
      widen_one(from->scale) * __builtin_convertvector(wide & 15, lanes),
      widen_one(from->offset ^ 0x8000) * __builtin_convertvector(wide >> 4, lanes)};
  memcpy(shared, products, sizeof products);
}

inlined void unpack_q2_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const struct q2_k *from = block;
  const piece_bytes quants = take_bits(load_piece(from->quants[piece / 4]), piece % 4 * 2, 3);
  lanes_int q[2];
  widen_bytes(quants, q);
  for (size_t i = 0; i < 2; i++)
    out[i] = place_on_scale(q[i], shared[2 * piece + i], shared[2 * piece + i + 16]);
}

static const struct format q2_k = {
    .weights = 256, .bytes = sizeof(struct q2_k), .shared = 32, .share = share_q2_k, .unpack = unpack_q2_k};
