// Predictions read at a temperature.
#pragma once
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "vectors.h"

inlined lanes load(const float *from) {
  lanes value;
  memcpy(&value, from, sizeof value);
  return value;
}

static void KERNELS(read)(struct kernels_reading *r) {
  const lanes weights[2] = {load(r->weights), load(r->weights + 16)};
  const lanes slopes[2] = {load(r->slopes), load(r->slopes + 16)};
  r->loss = r->entropy = r->log_partition = r->mean_logit = 0;
  r->scored = 0;
  for (size_t start = 0; start < r->count; start += kernels_lanes) {
    const size_t count = r->count - start < kernels_lanes ? r->count - start : kernels_lanes;
    // Position by position what takes sums over candidates and nodes, then all sixteen at once.
    lanes sum = (lanes){} + 1.0f, moment = {}, rest = {}, rest_mean = {}, actual = {};
    for (size_t i = 0; i < count; i++) {
      const float *head = r->heads + (start + i) * kernels_candidates;
      const float *tail = r->tails + (start + i) * kernels_nodes;
      lanes h[2] = {load(head), load(head + 16)}, t[2] = {load(tail), load(tail + 16)};
      lanes e[2] = {exponential(h[0] * r->beta), exponential(h[1] * r->beta)};
      sum[i] = total(e[0] + e[1]);
      moment[i] = total(e[0] * h[0] + e[1] * h[1]);
      rest[i] = total(t[0] * weights[0] + t[1] * weights[1]);
      rest_mean[i] = total(t[0] * slopes[0] + t[1] * slopes[1]);
      actual[i] = r->actual[start + i];
    }
    lanes rest_sum = exponential(-larger(-(rest + r->offset), (lanes){} - 80.0f));
    sum += rest_sum;
    moment += rest_sum * (rest_mean + r->slope_offset);
    lanes log_partition = logarithm(sum);
    lanes mean_logit = moment / sum;
    lanes log_probability = r->beta * actual - log_partition;
    lanes entropy = larger(log_partition - r->beta * mean_logit, (lanes){});
    log_probability = pick(log_probability > 0.0f, (lanes){}, log_probability);
    log_probability = pick(actual <= -1e30f, (lanes){} - INFINITY, log_probability);
    entropy = pick(actual == actual, entropy, actual);
    for (size_t i = 0; i < count; i++) {
      if (r->log_probabilities) r->log_probabilities[start + i] = log_probability[i];
      if (r->entropies) r->entropies[start + i] = entropy[i];
      if (actual[i] != actual[i]) continue;
      r->loss -= (double)log_probability[i];
      r->entropy += (double)entropy[i];
      r->log_partition += (double)log_partition[i];
      r->mean_logit += (double)mean_logit[i];
      r->scored++;
    }
  }
}
