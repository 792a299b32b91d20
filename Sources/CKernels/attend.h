// What attention needs beside products: the cache, and the softmax.
#pragma once
#include "transpose.h"

// Whether a block is whole and at its place, so that it can be kept by vectors.
inlined bool is_whole(size_t first, size_t count) {
  return count == kernels_lanes && first % kernels_lanes == 0;
}

static void KERNELS(keep_keys)(
    const float *block, size_t width, size_t lane, size_t count, size_t first, float *keys) {
  const size_t panel = width * kernels_panel_rows, piece = kernels_panel_rows * kernels_piece;
  if (is_whole(first, count)) {
    float *rows = keys + first / kernels_panel_rows * panel;
    for (size_t f = 0; f < width; f += kernels_lanes)
      KERNELS(transpose)(
          block + f * kernels_lanes, kernels_lanes,
          rows + f / kernels_piece * piece + f % kernels_piece, kernels_piece);
    return;
  }
  block += lane;
  for (size_t i = 0; i < count; i++) {
    size_t key = first + i;
    float *row = keys + key / kernels_panel_rows * panel + key % kernels_panel_rows * kernels_piece;
    for (size_t f = 0; f < width; f++)
      row[f / kernels_piece * piece + f % kernels_piece] = block[f * kernels_lanes + i];
  }
}

static void KERNELS(keep_values)(
    const float *block, size_t width, size_t lane, size_t count, size_t first, float *values) {
  if (is_whole(first, count)) {
    float *columns = values + first / kernels_piece * width * kernels_piece + first % kernels_piece;
    for (size_t f = 0; f < width; f++)
      *(lanes *)(columns + f * kernels_piece) = ((const lanes *)block)[f];
    return;
  }
  block += lane;
  for (size_t i = 0; i < count; i++) {
    size_t key = first + i;
    float *column = values + key / kernels_piece * width * kernels_piece + key % kernels_piece;
    for (size_t f = 0; f < width; f++) column[f * kernels_piece] = block[f * kernels_lanes + i];
  }
}

// The totals are rescaled when the largest score grows (Milakov and Gimelshein 2018; Dao 2022).
static void KERNELS(soften)(
    struct kernels_softmax *softmax, float *scores, size_t keys, int64_t earliest, int64_t latest,
    float *out, size_t width) {
  const lanes_int lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  lanes *s = (lanes *)scores, *o = (lanes *)out;
  lanes *largest = (lanes *)softmax->largest, *total = (lanes *)softmax->total;
  lanes top = *largest;
  // Key k is seen by lanes from k - latest to k - earliest.
  for (int64_t k = 0; k < (int64_t)keys && k < earliest + kernels_lanes - 1; k++)
    s[k] = pick(lane <= (int32_t)(k - earliest), s[k], (lanes){} - 1e30f);
  for (size_t k = latest < 0 ? 0 : (size_t)latest; k < keys; k++)
    s[k] = pick(lane >= (int32_t)((int64_t)k - latest), s[k], (lanes){} - 1e30f);
  lanes all = {};
  for (size_t k = 0; k < keys; k++) {
    top = larger(top, s[k]);
    all += s[k];
  }
  lanes shrink = exponential(*largest - top);
  // Comparisons pass over what is not a number; a sum does not.
  lanes sum = *total * shrink + (all - all);
  for (size_t k = 0; k < keys; k++) sum += s[k] = exponential(s[k] - top);
  for (size_t f = 0; f < width; f++) o[f] *= shrink;
  *largest = top;
  *total = sum;
}
