// Rows of a table by the tokens of a block, and their way back.
#pragma once
#include "transpose.h"

static void KERNELS(look_up)(
    const float *table, const int32_t rows[16], size_t features, float *out) {
  for (size_t f = 0; f < features; f += kernels_lanes) {
    lanes row[16];
    for (int i = 0; i < 16; i++)
      row[i] = rows[i] < 0 ? (lanes){} : *(const lanes *)(table + (size_t)rows[i] * features + f);
    transpose_rows(row);
    for (int i = 0; i < 16; i++) ((lanes *)out)[f + (size_t)i] = row[i];
  }
}

static void KERNELS(look_up_back)(
    const float *dy, const int32_t rows[16], size_t features, float *d_table) {
  for (size_t f = 0; f < features; f += kernels_lanes) {
    lanes row[16];
    for (int i = 0; i < 16; i++) row[i] = ((const lanes *)dy)[f + (size_t)i];
    transpose_rows(row);
    for (int i = 0; i < 16; i++)
      if (rows[i] >= 0) *(lanes *)(d_table + (size_t)rows[i] * features + f) += row[i];
  }
}
