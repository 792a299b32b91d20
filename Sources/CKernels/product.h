// The product of unpacked weights with blocks of tokens.
#pragma once
#include "CKernels.h"
#include "vectors.h"

// Floats are multiplied as they are.
static void KERNELS(pack)(float *x, size_t rows) {
  (void)x;
  (void)rows;
}

enum { group_pieces = 4 };  // pieces whose sums are added up apart

// A tile of `rows` x `blocks` sums that stay in registers: y[row][block] = sum of w[row][k] x[block][k].
// Sums of a group of columns are added up apart, which keeps the rounding of long sums small.
inlined void tile(
    const struct kernels_product *p, const float *w, const float *x, float *y, const int rows,
    const int blocks) {
  lanes total[8][3] = {};
  for (size_t start = 0; start < p->pieces; start += group_pieces) {
    const size_t end = start + group_pieces < p->pieces ? start + group_pieces : p->pieces;
    lanes sum[8][3] = {};
    for (size_t piece = start; piece < end; piece++, w += p->piece_stride) {
#pragma clang loop unroll(disable)
      for (int k = 0; k < kernels_piece; k++, x += kernels_lanes) {
        lanes in[3];
#pragma unroll
        for (int b = 0; b < blocks; b++) in[b] = *(const lanes *)(x + (size_t)b * p->x_stride);
#pragma unroll
        for (int r = 0; r < rows; r++)
#pragma unroll
          for (int b = 0; b < blocks; b++) sum[r][b] += w[r * kernels_piece + k] * in[b];
      }
    }
#pragma unroll
    for (int r = 0; r < rows; r++)
#pragma unroll
      for (int b = 0; b < blocks; b++) total[r][b] += sum[r][b];
  }
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int b = 0; b < blocks; b++) {
      lanes *out = (lanes *)(y + (size_t)b * p->y_stride + (size_t)r * kernels_lanes);
      *out = p->accumulates ? *out + total[r][b] : total[r][b];
    }
}

inlined void tiles(const struct kernels_product *p, size_t block, const int blocks) {
  const float *x = p->x + block * p->x_stride;
  for (size_t panel = 0; panel < p->panels; panel++) {
    const float *w = p->weights + panel * p->panel_stride;
    float *y = p->y + block * p->y_stride + panel * kernels_panel_rows * kernels_lanes;
    for (int row = 0; row < kernels_panel_rows; row += TILE_ROWS(blocks))
      tile(p, w + row * kernels_piece, x, y + row * kernels_lanes, TILE_ROWS(blocks), blocks);
  }
}

static void KERNELS(multiply)(const struct kernels_product *p) {
  size_t block = 0;
  for (; TILE_BLOCKS > 2 && (p->blocks - block > 4 || p->blocks - block == 3); block += 3)
    tiles(p, block, 3);
  // The last four are two and two, which keeps more sums going than three and one.
  for (; TILE_BLOCKS > 1 && p->blocks - block >= 2; block += 2) tiles(p, block, 2);
  for (; block < p->blocks; block++) tiles(p, block, 1);
}
