// Vectors of bytes, from which weights of a few bits are taken.
#pragma once
#include <string.h>

#include "../vectors.h"

typedef uint8_t sixteen_bytes __attribute__((vector_size(16)));
typedef int8_t sixteen_quants __attribute__((vector_size(16)));
typedef uint8_t piece_bytes __attribute__((vector_size(32)));  // one for each weight of a piece
typedef int8_t piece_quants __attribute__((vector_size(32)));

inlined sixteen_bytes load_sixteen(const uint8_t *from) {
  sixteen_bytes bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

inlined piece_bytes load_piece(const uint8_t *from) {
  piece_bytes bytes;
  memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// The bits of a mask after a shift, to the right where that is not negative. Processors shift no bytes:
// what comes over from the byte beside must be outside the mask.
inlined piece_bytes take_bits(piece_bytes bytes, int shift, uint8_t mask) {
  typedef uint16_t words __attribute__((vector_size(32)));
  const words moved = shift < 0 ? (words)bytes << -shift : (words)bytes >> shift;
  return (piece_bytes)moved & mask;
}

// A bit of each byte, in another place.
inlined piece_bytes move_bit(piece_bytes bytes, int from, int to) {
  return (piece_bytes)((bytes & (uint8_t)(1 << from)) != 0) & (uint8_t)(1 << to);
}

// A mask of sixteen bits for lanes.
inlined lanes_int spread_bits(uint16_t bits) {
  typedef _Bool mask __attribute__((ext_vector_type(16)));
  mask set;
  memcpy(&set, &bits, sizeof bits);
  return -__builtin_convertvector(set, lanes_int);
}

inlined void widen_bytes(piece_bytes bytes, lanes_int out[2]) {
  out[0] = __builtin_convertvector(
      __builtin_shufflevector(bytes, bytes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      lanes_int);
  out[1] = __builtin_convertvector(
      __builtin_shufflevector(
          bytes, bytes, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31),
      lanes_int);
}

inlined lanes widen_sixteen(sixteen_quants quants) {
  return __builtin_convertvector(__builtin_convertvector(quants, lanes_int), lanes);
}

inlined void widen_quants(piece_quants quants, lanes out[2]) {
  const piece_quants q = quants;
  out[0] = widen_sixteen(
      __builtin_shufflevector(q, q, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  out[1] = widen_sixteen(
      __builtin_shufflevector(q, q, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31));
}

// Of sixteen bytes those at some places below 16.
inlined sixteen_quants look_up_bytes(const int8_t bytes[16], sixteen_bytes places) {
  sixteen_quants out;
#ifdef KERNELS_LOOK_UP_BYTES
  memcpy(&out, bytes, sizeof out);
  out = (sixteen_quants)KERNELS_LOOK_UP_BYTES(out, places);
#else
  for (int i = 0; i < 16; i++) out[i] = bytes[places[i]];
#endif
  return out;
}
