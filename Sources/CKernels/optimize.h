// What is done with gradients: sums of their parts, their norm, and the step that they say.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static void KERNELS(sum_parts)(
    const float *parts, size_t count, size_t stride, size_t rows, size_t columns, size_t row_stride,
    size_t tile_stride, float *out) {
  for (size_t tile = 0; tile < columns / kernels_lanes; tile++)
    for (size_t row = 0; row < rows; row++) {
      const float *part = parts + row * row_stride + tile * tile_stride;
      lanes sum = *(const lanes *)part;
      for (size_t i = 1; i < count; i++) sum += *(const lanes *)(part + i * stride);
      *(lanes *)(out + row * columns + tile * kernels_lanes) = sum;
    }
}

static void KERNELS(sum_lanes)(
    const float *parts, size_t count, size_t stride, size_t rows, float *out) {
  for (size_t row = 0; row < rows; row++) {
    const float *part = parts + row * kernels_lanes;
    lanes sum = *(const lanes *)part;
    for (size_t i = 1; i < count; i++) sum += *(const lanes *)(part + i * stride);
    out[row] = total(sum);
  }
}

// In double, so that the square of a large number is one.
static double KERNELS(sum_of_squares)(const float *x, size_t count) {
  typedef double eight __attribute__((vector_size(64)));
  typedef float eight_floats __attribute__((vector_size(32)));
  eight sums[2] = {};
  for (size_t i = 0; i < count; i += 8) {
    const eight wide = __builtin_convertvector(*(const eight_floats *)(x + i), eight);
    sums[i / 8 & 1] += wide * wide;
  }
  const eight sum = sums[0] + sums[1];
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
// w = w - rate (m' / (sqrt v' + epsilon) + decay w), where m' and v' are m and v without their bias to 0.
static void KERNELS(adamw)(
    const struct kernels_step *step, const float *gradient, size_t count, float *weights,
    float *first_moment, float *second_moment) {
  const struct kernels_step s = *step;
  for (size_t i = 0; i < count; i += kernels_lanes) {
    const lanes g = *(const lanes *)(gradient + i) * s.scale;
    lanes *m = (lanes *)(first_moment + i), *v = (lanes *)(second_moment + i);
    lanes *w = (lanes *)(weights + i);
    *m = *m * s.beta1 + g * (1.0f - s.beta1);
    *v = *v * s.beta2 + g * g * (1.0f - s.beta2);
    const lanes root = __builtin_elementwise_sqrt(*v * s.unbias2);
    const lanes towards = *m * s.unbias1 / (root + s.epsilon) + *w * s.decay;
    *w = *w - towards * s.rate;
  }
}

// m = b1 m + g, w = w - rate (m + decay w). (Polyak 1964.)
static void KERNELS(descend)(
    const struct kernels_step *step, const float *gradient, size_t count, float *weights,
    float *momentum) {
  const struct kernels_step s = *step;
  for (size_t i = 0; i < count; i += kernels_lanes) {
    lanes *m = (lanes *)(momentum + i), *w = (lanes *)(weights + i);
    *m = *m * s.beta1 + *(const lanes *)(gradient + i) * s.scale;
    *w = *w - (*m + *w * s.decay) * s.rate;
  }
}
