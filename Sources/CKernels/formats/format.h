// What the kernels know of a format in which weights are stored. Each format is a file beside this one.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "../half.h"
#include "bytes.h"

enum { shared_limit = 2 * kernels_lanes };  // numbers that the weights of a block share

// Weights are stored block by block, and read in pieces of 32.
struct format {
  size_t weights, bytes;     // in a block
  size_t shared, shared_at;  // how many numbers in half precision its weights share, and at which byte
  bool scales;               // whether the first of them is yet to multiply what unpack gives

  // What its weights share, where that is more than such numbers side by side: as floats.
  void (*share)(const void *block, float shared[shared_limit]);

  // The 32 weights of a piece, by the numbers that they share, as floats.
  void (*unpack)(const void *block, size_t piece, const float *shared, lanes out[2]);

#if KERNELS_TILES
  // The same as a row of tiles, where that is quicker than to unpack and split.
  void (*split)(const void *block, size_t piece, const float *shared, float *row);
#endif
};

// ---- Of several formats ----

// Weight j in the low four bits of byte j, weight j + 16 in the high ones.
inlined void split_pairs(const uint8_t pairs[16], lanes_int out[2]) {
  lanes_int wide = __builtin_convertvector(load_sixteen(pairs), lanes_int);
  out[0] = wide & 15;
  out[1] = wide >> 4;
}

// scale * q + offset for four bits q of each lane.
inlined lanes place_on_scale(lanes_int q, float scale, float offset) {
#ifdef KERNELS_LOOK_UP
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return KERNELS_LOOK_UP(scale * steps + offset, q);  // sixteen values, for all weights of the block
#else
  return scale * __builtin_convertvector(q, lanes) + offset;
#endif
}
