// Q4_K: 256 weights of four bits, each 32 on a scale and from an offset of their own.
#pragma once
#include "format.h"

struct q4_k {
  uint16_t scale, offset;  // of the scales and offsets
  uint8_t scales[12];      // and offsets, of six bits
  uint8_t pairs[4][32];    // weight j of piece 2p in the low bits of byte [p][j], of 2p + 1 in the high ones
};

// Eight scales, then eight offsets, which are stored with their signs changed. They begin a block: two
// numbers in half precision, then twelve bytes, which hold six bits of each.
inlined void share_eight(const void *block, float *shared) {
  typedef uint32_t four_words __attribute__((vector_size(16)));
  const four_words words = (four_words)load_sixteen(block), shifts = {0, 0, 0, 4};
  const four_words low_bits = {0x3f3f3f3f, 0x0f0f0f0f, 0x3f3f3f3f, 0x0f0f0f0f};
  const four_words high_bits = {0, 0x30303030, 0, 0x30303030};
  const four_words low = __builtin_shufflevector(words, words, 1, 3, 2, 3) >> shifts & low_bits;
  const four_words high = __builtin_shufflevector(words, words, 1, 1, 2, 2) >> 2 & high_bits;
  const lanes numbers = widen(block);  // the first two of which are those before the bytes
  const lanes_int minus = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
  const lanes factors = __builtin_shufflevector(
      numbers, numbers, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const lanes_int quants = __builtin_convertvector((sixteen_bytes)(low | high), lanes_int);
  const lanes product =
      __builtin_convertvector(quants, lanes) * (lanes)((lanes_int)factors ^ minus << 31);
  memcpy(shared, &product, sizeof product);
}

inlined void unpack_q4_k(const void *block, size_t piece, const float *shared, lanes out[2]) {
  const piece_bytes pairs = load_piece(((const struct q4_k *)block)->pairs[piece / 2]);
  lanes_int q[2];
  widen_bytes(pairs, q);
  for (int i = 0; i < 2; i++)
    out[i] = place_on_scale(q[i] >> piece % 2 * 4, shared[piece], shared[piece + 8]);
}

#ifdef KERNELS_DOT
inlined void add_whole_q4_k(const void *block, const struct whole *x, lanes sums[4]) {
  const struct q4_k *from = block;
  _Alignas(64) float shared[16];
  share_eight(block, shared);
  const lanes s = *(const lanes *)shared * *(const lanes *)x->pieces;
  const many_bytes first = load_many(from->pairs[0]), last = load_many(from->pairs[2]);
  many_bytes low[2], high[2];
#define TAKE(half)                                                      \
  {                                                                     \
    const lanes_int pairs = EVERY_OTHER(first, last, half);             \
    low[half] = (many_bytes)(pairs & 0x0f0f0f0f);                       \
    high[half] = (many_bytes)(pairs >> 4 & 0x0f0f0f0f);                 \
  }
  TAKE(0) TAKE(1)
#undef TAKE
  sums[0] = add_small_quants(low, x->digits[0], SPREAD(s, 0, 2, 4, 6), sums[0]);
  sums[1] = add_small_quants(high, x->digits[1], SPREAD(s, 1, 3, 5, 7), sums[1]);
  sums[3] += s;
}
#endif

static const struct format q4_k = {
#ifdef KERNELS_DOT
    .add_whole = add_whole_q4_k,
#endif
    .weights = 256, .bytes = sizeof(struct q4_k), .shared = 16, .share = share_eight, .unpack = unpack_q4_k};
