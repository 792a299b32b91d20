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

inlined lanes smaller(lanes a, lanes b) { return pick(a < b, a, b); }

static void KERNELS(read)(struct kernels_reading *r) {
  const lanes shares = load(r->shares), values = load(r->values), slopes = load(r->slopes);
  const lanes limit = (lanes){} + 80.0f;
  r->loss = r->entropy = r->log_partition = r->mean_logit = 0;
  r->scored = 0;
  for (size_t first = 0; first < r->count; first += kernels_lanes) {
    const size_t count = r->count - first < kernels_lanes ? r->count - first : kernels_lanes;
    // Position by position what takes sums over candidates and nodes, then all sixteen at once.
    lanes sum = (lanes){} + 1.0f, moment = {}, actual = {};
    lanes anchor = {}, start = {}, rise = {}, value = {}, slope = {};
    for (size_t i = 0; i < count; i++) {
      const float *head = r->heads + (first + i) * kernels_candidates;
      const float *tail = r->tails + (first + i) * kernels_nodes;
      const lanes h[2] = {load(head), load(head + 16)};
      const lanes e[2] = {exponential(h[0] * r->beta), exponential(h[1] * r->beta)};
      sum[i] = total(e[0] + e[1]);
      moment[i] = total(e[0] * h[0] + e[1] * h[1]);
      const float from = r->starts_at_zero ? r->log_tail_size : tail[r->start];
      const float length = tail[r->end] - from;
      const lanes ratio =
          positive_exponential(smaller(load(tail + r->first) - (shares * length + from), limit));
      anchor[i] = head[kernels_candidates - 1];
      start[i] = from;
      rise[i] = length;
      value[i] = total(values * ratio);
      slope[i] = total(slopes * ratio);
      actual[i] = r->actual[first + i];
    }
    value = larger(value + r->value_at_zero, (lanes){});
    slope += r->slope_at_zero;
    lanes scale = exponential(smaller(rise * r->share + start + r->beta * anchor, limit));
    sum += scale * value;
    moment += scale * ((rise * r->share_slope + anchor) * value + slope);
    lanes high, low = logarithm(sum, &high);
    lanes mean_logit = moment / sum;
    lanes entropy = larger(high - r->beta * mean_logit + low, (lanes){});
    for (size_t i = 0; i < count; i++) {
      // A product with beta can be large beside what it leaves, so it is taken in double precision.
      const double log_partition = (double)high[i] + (double)low[i];
      double log_probability = r->precise_beta * (double)actual[i] - log_partition;
      if (log_probability > 0) log_probability = 0;
      if (actual[i] <= -1e30f) log_probability = -INFINITY;
      const bool is_scored = actual[i] == actual[i];
      if (r->log_probabilities) r->log_probabilities[first + i] = (float)log_probability;
      if (r->entropies) r->entropies[first + i] = is_scored ? entropy[i] : NAN;
      if (!is_scored) continue;
      r->loss -= log_probability;
      r->entropy += (double)entropy[i];
      r->log_partition += log_partition;
      r->mean_logit += (double)mean_logit[i];
      r->scored++;
    }
  }
}
