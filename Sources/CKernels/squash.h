// tanh, also on a scale, and its way back.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static void KERNELS(squash)(float *x, size_t rows) {
  lanes *v = (lanes *)x;
  for (size_t f = 0; f < rows; f++) v[f] = hyperbolic_tangent(v[f]);
}

static void KERNELS(cap)(float *x, size_t rows, float cap) { cap_all((lanes *)x, rows, cap); }

static void KERNELS(squash_back)(const float *y, float *dy, size_t rows) {
  const lanes *v = (const lanes *)y;
  lanes *d = (lanes *)dy;
  for (size_t f = 0; f < rows; f++) d[f] *= 1.0f - v[f] * v[f];
}
