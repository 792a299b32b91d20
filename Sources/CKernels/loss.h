// Softmax and its cross-entropy, lane by lane, forward and back.
#pragma once
#include "CKernels.h"
#include "vectors.h"

inlined lanes largest_of(const lanes *x, size_t count) {
  lanes top[4] = {x[0], x[0], x[0], x[0]};
  for (size_t i = 1; i < count; i++) top[i & 3] = larger(top[i & 3], x[i]);
  return larger(larger(top[0], top[1]), larger(top[2], top[3]));
}

// Turns x into e^(x - top), and returns its sum.
inlined lanes exponentials(lanes *x, size_t count, lanes top) {
  lanes sums[4] = {};
  for (size_t i = 0; i < count; i++) sums[i & 3] += x[i] = exponential(x[i] - top);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static void KERNELS(soften_window)(float *scores, size_t keys, size_t latest) {
  const lanes_int lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  lanes *s = (lanes *)scores;
  for (size_t k = latest; k < keys; k++)
    s[k] = pick(lane >= (int32_t)(k - latest), s[k], (lanes){} - 1e30f);
  const size_t seen = latest + kernels_lanes < keys ? latest + kernels_lanes : keys;
  const lanes share = 1.0f / exponentials(s, seen, largest_of(s, seen));
  for (size_t k = 0; k < seen; k++) s[k] *= share;
  for (size_t k = seen; k < keys; k++) s[k] = (lanes){};
}

// ds = p (dp - sum p dp)
static void KERNELS(soften_window_back)(const float *weights, float *d_weights, size_t keys) {
  const lanes *p = (const lanes *)weights;
  lanes *d = (lanes *)d_weights;
  lanes sums[4] = {};
  for (size_t k = 0; k < keys; k++) sums[k & 3] += p[k] * d[k];
  const lanes mean = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (size_t k = 0; k < keys; k++) d[k] = p[k] * (d[k] - mean);
}

// The loss is ln sum e^z - z_target; its gradient is softmax z, less 1 at the target.
static void KERNELS(cross_entropy)(
    float *logits, size_t rows, const int32_t targets[16], float scale, float losses[16]) {
  lanes *z = (lanes *)logits;
  const lanes top = largest_of(z, rows);
  lanes actual = {}, scales = {};
  for (int i = 0; i < kernels_lanes; i++) {
    if (targets[i] < 0) continue;
    actual[i] = logits[(size_t)targets[i] * kernels_lanes + (size_t)i];
    scales[i] = scale;
  }
  const lanes sum = exponentials(z, rows, top);
  lanes high;
  const lanes low = logarithm(sum, &high);
  const lanes loss = (top - actual) + high + low;
  const lanes share = scales / sum;
  for (size_t row = 0; row < rows; row++) z[row] *= share;
  for (int i = 0; i < kernels_lanes; i++) {
    losses[i] = targets[i] < 0 ? 0 : loss[i];
    if (targets[i] >= 0) logits[(size_t)targets[i] * kernels_lanes + (size_t)i] -= scale;
  }
}
