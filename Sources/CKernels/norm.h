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

// The sum of squares of one token's features less `mean`.
inlined float sum_of_squares_of(const float *x, size_t features, float mean) {
  const lanes *in = (const lanes *)x;
  lanes sums[2] = {};
  const size_t whole = features / kernels_lanes;
  for (size_t i = 0; i < whole; i++) sums[i & 1] += (in[i] - mean) * (in[i] - mean);
  float sum = total(sums[0] + sums[1]);
  for (size_t i = whole * kernels_lanes; i < features; i++) sum += (x[i] - mean) * (x[i] - mean);
  return sum;
}

static void KERNELS(normalize_one)(
    const float *x, const float *weight, size_t features, float epsilon, float *y) {
  const float scale = 1 / sqrtf(sum_of_squares_of(x, features, 0) / (float)features + epsilon);
  for (size_t i = 0; i < features; i++) y[i] = x[i] * scale * weight[i];
}

// (Ba, Kiros and Hinton 2016)
static void KERNELS(standardize)(
    const float *x, const float *weight, const float *bias, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes *out = (lanes *)y;
  lanes sums[4] = {}, squares[4] = {};
  for (size_t f = 0; f < features; f++) sums[f & 3] += in[f];
  const lanes mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)features;
  for (size_t f = 0; f < features; f++) squares[f & 3] += (in[f] - mean) * (in[f] - mean);
  const lanes variance = ((squares[0] + squares[1]) + (squares[2] + squares[3])) / (float)features;
  const lanes scale = 1.0f / __builtin_elementwise_sqrt(variance + epsilon);
  for (size_t f = 0; f < features; f++) out[f] = (in[f] - mean) * scale * weight[f] + bias[f];
}

static void KERNELS(standardize_one)(
    const float *x, const float *weight, const float *bias, size_t features, float epsilon, float *y) {
  const lanes *in = (const lanes *)x;
  lanes sums[2] = {};
  const size_t whole = features / kernels_lanes;
  for (size_t i = 0; i < whole; i++) sums[i & 1] += in[i];
  float mean = total(sums[0] + sums[1]);
  for (size_t i = whole * kernels_lanes; i < features; i++) mean += x[i];
  mean /= (float)features;
  const float scale = 1 / sqrtf(sum_of_squares_of(x, features, mean) / (float)features + epsilon);
  for (size_t i = 0; i < features; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
}
