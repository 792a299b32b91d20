// The formats in which weights are stored, each in a file of its own, and how a row of any is read.
#pragma once
#include "CKernels.h"
#include "formats/bf16.h"
#include "formats/f16.h"
#include "formats/f32.h"
#include "formats/iq4_nl.h"
#include "formats/iq4_xs.h"
#include "formats/mxfp4.h"
#include "formats/q2_k.h"
#include "formats/q3_k.h"
#include "formats/q4_0.h"
#include "formats/q4_1.h"
#include "formats/q4_k.h"
#include "formats/q5_0.h"
#include "formats/q5_1.h"
#include "formats/q5_k.h"
#include "formats/q6_k.h"
#include "formats/q8_0.h"

// Numbers that the weights of a block share in each of some rows, from half precision: [rows][f.shared].
inlined void widen_shared(
    const struct format f, const uint8_t *block, size_t row_bytes, const int rows, float *out) {
  uint16_t halves[kernels_lanes] = {};  // up to four rows of four
#pragma unroll
  for (int r = 0; r < rows; r++)
    memcpy(
        halves + (size_t)r * f.shared, block + (size_t)r * row_bytes + f.shared_at,
        f.shared * sizeof *halves);
  const lanes wide = widen(halves);
  memcpy(out, &wide, (size_t)rows * f.shared * sizeof *out);
}

// The 32 weights of a piece.
inlined void read_piece(
    const struct format f, const void *block, size_t piece, const float *shared, lanes out[2]) {
  f.unpack(block, piece, shared, out);
  if (!f.scales) return;
  out[0] *= shared[0];
  out[1] *= shared[0];
}

// Where a piece of weights goes to.
typedef void place_piece(
    const struct format f, const void *block, size_t piece, const float *shared, float *out);

inlined void place_floats(
    const struct format f, const void *block, size_t piece, const float *shared, float *out) {
  lanes weights[2];
  read_piece(f, block, piece, shared, weights);
  memcpy(out, weights, sizeof weights);
}

// Unpacks `count` weights, each piece `stride` floats after the one before.
inlined void unpack_row(
    const struct format f, const void *source, size_t count, float *out, size_t stride,
    place_piece *place) {
  const uint8_t *block = source;
  for (size_t b = 0; b < count / f.weights; b++, block += f.bytes) {
    _Alignas(64) float shared[shared_limit];
    if (f.share) f.share(block, shared);
    else widen_shared(f, block, 0, 1, shared);
#pragma unroll
    for (size_t piece = 0; piece < f.weights / kernels_piece; piece++, out += stride)
      place(f, block, piece, shared, out);
  }
}
