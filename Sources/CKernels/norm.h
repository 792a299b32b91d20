// The norm of a token: each feature over the root of their mean square.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "vectors.h"

static void KERNELS(normalize)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes *out = (lanes *)y;
  lanes sums[4] = {};
  for (size_t f = 0; f < features; f++) sums[f & 3] += in[f] * in[f];
  lanes mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)features + epsilon;
  lanes scale;
  for (int i = 0; i < kernels_lanes; i++) scale[i] = 1 / sqrtf(mean[i]);
  for (size_t f = 0; f < features; f++) out[f] = in[f] * scale * weight[f];
}

static void KERNELS(normalize_one)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes sums[2] = {};
  for (size_t i = 0; i < features / kernels_lanes; i++) sums[i & 1] += in[i] * in[i];
  const float scale = 1 / sqrtf(total(sums[0] + sums[1]) / (float)features + epsilon);
  for (size_t i = 0; i < features; i++) y[i] = x[i] * scale * weight[i];
}
