// What the formats have in common whose four bits name an entry of a codebook.
#pragma once
#include "format.h"

// The entries that the low bits of sixteen bytes name, then those that the high ones do.
inlined void look_up_pairs(const int8_t entries[16], const uint8_t pairs[16], lanes out[2]) {
#ifdef KERNELS_LOOK_UP
  const sixteen_quants codebook = (sixteen_quants)load_sixteen((const uint8_t *)entries);
  lanes_int q[2];
  split_pairs(pairs, q);
  for (int i = 0; i < 2; i++) out[i] = KERNELS_LOOK_UP(widen_sixteen(codebook), q[i]);
#else
  const sixteen_bytes bytes = load_sixteen(pairs);
  out[0] = widen_sixteen(look_up_bytes(entries, bytes & 15));
  out[1] = widen_sixteen(look_up_bytes(entries, bytes >> 4));
#endif
}
