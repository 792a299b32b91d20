// What the kernels know of a format in which weights are stored. Each format is a file beside this one.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "../half.h"
#include "bytes.h"
#ifdef KERNELS_DOT
#include "../whole.h"
#endif

enum { shared_limit = 2 * kernels_lanes };  // numbers that the weights of a block share

// Weights are stored block by block, and read in pieces of 32.
struct format {
  size_t weights, bytes;     // in a block
  size_t shared, shared_at;  // how many numbers its weights share, and at which byte, in half precision
  bool scales;               // whether the first of them is yet to multiply what unpack gives

  // What its weights share, where that is more than such numbers side by side: as floats.
  void (*share)(const void *block, float *shared);

  // The 32 weights of a piece, by the numbers that they share, as floats.
  void (*unpack)(const void *block, size_t piece, const float *shared, lanes out[2]);

#if KERNELS_TILES
  // The same as a row of tiles, where that is quicker than to unpack and split.
  void (*split)(const void *block, size_t piece, const float *shared, float *row);
#endif

#ifdef KERNELS_DOT
  // Adds the product of 256 weights with whole numbers to four sums, where that is quicker than to unpack. In
  // the last sum the first eight lanes are anything.
  void (*add_whole)(const void *blocks, const struct whole *x, lanes sums[4]);
#endif
};

// ---- Of several formats ----

// Sixteen bytes: weight j in the low four bits of byte j, weight j + 16 in the high ones. What stands above
// the low four bits of a lane is anything.
inlined void split_pairs(const uint8_t pairs[16], lanes_int out[2]) {
  out[0] = __builtin_convertvector(load_sixteen(pairs), lanes_int);
  out[1] = out[0] >> 4;
}

// scale * q + offset for the low four bits q of each lane.
inlined lanes place_on_scale(lanes_int q, float scale, float offset) {
#ifdef KERNELS_LOOK_UP
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return KERNELS_LOOK_UP(scale * steps + offset, q);  // sixteen values, for all weights of the block
#else
  return scale * __builtin_convertvector(q & 15, lanes) + offset;
#endif
}
