// The norm of a token: each feature over the root of their mean square; and its way back.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "vectors.h"

// 1 / sqrt(mean x^2 + epsilon)
inlined lanes norm_scale(const lanes *x, size_t features, float epsilon) {
  lanes sums[4] = {};
  for (size_t f = 0; f < features; f++) sums[f & 3] += x[f] * x[f];
  lanes mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)features + epsilon;
  return 1.0f / __builtin_elementwise_sqrt(mean);
}

static void KERNELS(normalize)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes *out = (lanes *)y;
  const lanes scale = norm_scale(in, features, epsilon);
  for (size_t f = 0; f < features; f++) out[f] = in[f] * scale * weight[f];
}

// With s = 1 / sqrt(mean x^2 + epsilon) and g = weight dy: dx = s g - s^3 x mean(x g).
static void KERNELS(normalize_back)(
    const float *x, const float *weight, const float *dy, size_t features, float epsilon, float *dx,
    float *d_weight) {
  const lanes *in = (const lanes *)x, *d = (const lanes *)dy;
  lanes *out = (lanes *)dx, *by_weight = (lanes *)d_weight;
  const lanes scale = norm_scale(in, features, epsilon);
  lanes sums[4] = {};
  for (size_t f = 0; f < features; f++) {
    const lanes through = in[f] * d[f];
    sums[f & 3] += through * weight[f];
    by_weight[f] += through * scale;
  }
  const lanes mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)features;
  const lanes pull = scale * scale * scale * mean;
  for (size_t f = 0; f < features; f++) out[f] += d[f] * weight[f] * scale - in[f] * pull;
}

static void KERNELS(normalize_one)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes sums[2] = {};
  for (size_t i = 0; i < features / kernels_lanes; i++) sums[i & 1] += in[i] * in[i];
  const float scale = 1 / sqrtf(total(sums[0] + sums[1]) / (float)features + epsilon);
  for (size_t i = 0; i < features; i++) y[i] = x[i] * scale * weight[i];
}
