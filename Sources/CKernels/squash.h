// tanh, and its way back.
#pragma once
#include "CKernels.h"
#include "vectors.h"

// tanh x = 1 - 2 / (e^2x + 1), within 1e-7; a number that is none stays so.
static void KERNELS(squash)(float *x, size_t rows) {
  lanes *v = (lanes *)x;
  for (size_t f = 0; f < rows; f++) {
    const lanes limited = -larger(-2.0f * v[f], (lanes){} - 87.0f);
    v[f] = pick(v[f] == v[f], 1.0f - 2.0f / (exponential(limited) + 1.0f), v[f]);
  }
}

static void KERNELS(squash_back)(const float *y, float *dy, size_t rows) {
  const lanes *v = (const lanes *)y;
  lanes *d = (lanes *)dy;
  for (size_t f = 0; f < rows; f++) d[f] *= 1.0f - v[f] * v[f];
}
