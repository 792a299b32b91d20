// Attention over a whole window, and its way back, made of the kernels' products: the same for every
// instruction set. Queries go two blocks at a time, which is a piece of 32, against the keys up to theirs.
#include "CKernels.h"

enum { piece = kernels_piece, panel = kernels_panel_rows * kernels_piece, blocks_at_once = 2 };

// Blocks of a window as the rows of a product, [token / 16][width / 32][16][32], or as its columns.
static void keep(
    const struct kernels *kernels, const struct kernels_window_attention *a, const float *blocks,
    float *rows, float *columns) {
  for (size_t token = 0; token < a->tokens; token += kernels_lanes) {
    const float *block = blocks + token / kernels_lanes * a->stride;
    if (rows) kernels->keep_keys(block, a->width, 0, kernels_lanes, token, rows);
    if (columns) kernels->keep_values(block, a->width, 0, kernels_lanes, token, columns);
  }
}

// Two blocks y [rows][16] = sum over features of `kept` rows with x.
static void multiply_rows(
    const struct kernels *kernels, const struct kernels_window_attention *a, const float *kept,
    size_t rows, const float *x, float *y) {
  kernels->multiply(&(struct kernels_product){
      .weights = kept, .panels = rows / kernels_panel_rows,
      .panel_stride = a->width * kernels_panel_rows,
      .pieces = a->width / piece, .piece_stride = panel,
      .x = x, .blocks = blocks_at_once, .x_stride = a->stride,
      .y = y, .y_stride = a->tokens * kernels_lanes});
}

// Two blocks y [width][16] = sum over some tokens of `kept` columns with x.
static void multiply_columns(
    const struct kernels *kernels, const struct kernels_window_attention *a, const float *kept,
    size_t tokens, const float *x, float *y) {
  kernels->multiply(&(struct kernels_product){
      .weights = kept, .panels = a->width / kernels_panel_rows, .panel_stride = panel,
      .pieces = tokens / piece, .piece_stride = a->width * piece,
      .x = x, .blocks = blocks_at_once, .x_stride = a->tokens * kernels_lanes,
      .y = y, .y_stride = a->stride});
}

void kernels_attend_window(
    const struct kernels *kernels, const struct kernels_window_attention *a) {
  float *keys = a->scratch, *values = keys + a->tokens * a->width;
  keep(kernels, a, a->keys, keys, 0);
  keep(kernels, a, a->values, 0, values);
  for (size_t first = 0; first < a->tokens; first += piece) {
    const size_t block = first / kernels_lanes, seen = first + piece;
    float *weights = a->weights + first * a->tokens;
    multiply_rows(kernels, a, keys, seen, a->queries + block * a->stride, weights);
    for (size_t half = 0; half < piece; half += kernels_lanes)
      kernels->learning.soften_window(weights + half * a->tokens, seen, first + half);
    multiply_columns(kernels, a, values, seen, weights, a->out + block * a->stride);
  }
}

// Turns a block of [keys][16 queries] into rows of [keys / 16][tokens][16 keys].
static void turn(
    const struct kernels *kernels, const struct kernels_window_attention *a, const float *block,
    size_t first, size_t keys, float *out) {
  for (size_t key = 0; key < keys; key += kernels_lanes)
    kernels->learning.transpose(
        block + key * kernels_lanes, kernels_lanes,
        out + key * a->tokens + first * kernels_lanes, kernels_lanes);
}

void kernels_attend_window_back(
    const struct kernels *kernels, const struct kernels_window_attention *a) {
  const size_t kept = a->tokens * a->width, square = a->tokens * a->tokens;
  float *values = a->scratch, *keys = values + kept, *queries = keys + kept, *out = queries + kept;
  float *d_weights = out + kept;                     // [2][tokens][16]
  float *turned = d_weights + piece * a->tokens;     // [tokens / 16][tokens][16]
  float *d_turned = turned + square;
  keep(kernels, a, a->values, values, 0);
  keep(kernels, a, a->keys, 0, keys);
  keep(kernels, a, a->queries, 0, queries);
  keep(kernels, a, a->d_out, 0, out);
  for (size_t first = 0; first < a->tokens; first += piece) {
    const size_t block = first / kernels_lanes, seen = first + piece;
    const float *weights = a->weights + first * a->tokens;
    multiply_rows(kernels, a, values, seen, a->d_out + block * a->stride, d_weights);
    for (size_t half = 0; half < piece; half += kernels_lanes) {
      const float *own = weights + half * a->tokens;
      float *d_own = d_weights + half * a->tokens;
      kernels->learning.soften_window_back(own, d_own, seen);
      turn(kernels, a, own, first + half, seen, turned);
      turn(kernels, a, d_own, first + half, seen, d_turned);
    }
    multiply_columns(kernels, a, keys, seen, d_weights, a->d_queries + block * a->stride);
  }
  for (size_t first = 0; first < a->tokens; first += piece) {
    const size_t block = first / kernels_lanes, later = a->tokens - first;
    const size_t own = first * a->tokens + first * kernels_lanes;
    multiply_columns(
        kernels, a, queries + first * a->width, later, d_turned + own,
        a->d_keys + block * a->stride);
    multiply_columns(
        kernels, a, out + first * a->width, later, turned + own, a->d_values + block * a->stride);
  }
}
