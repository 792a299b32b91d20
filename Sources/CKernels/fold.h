// Logits folded into predictions.
#pragma once
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "candidates.h"

static void KERNELS(fold)(
    struct kernels_fold *fold, float *logits, size_t rows, int32_t first, float first_beta) {
  lanes *z = (lanes *)logits;
  lanes sum = z[0];
  for (size_t row = 1; row < rows; row++) sum += z[row];
  // Comparisons pass over what is not a number; a sum does not. It then stays in the first node.
  *(lanes *)fold->others.sums[0] += sum - sum;

  for (size_t lane = 0; lane < kernels_lanes; lane++) {
    int64_t row = (int64_t)fold->target[lane] - first;
    if (row < 0 || row >= (int64_t)rows) continue;
    // A token is never ahead of itself, even where its estimate was rounded otherwise.
    float exact = z[row][lane];
    fold->greater[lane] -= exact > fold->actual[lane];
    fold->actual[lane] = exact > fold->actual[lane] ? exact : fold->actual[lane];
  }
  lanes actual = *(const lanes *)fold->actual;
  lanes_int greater = *(const lanes_int *)fold->greater;
  for (size_t row = 0; row < rows; row++) greater -= z[row] > actual;
  memcpy(fold->greater, &greater, sizeof greater);
  for (int end = 0; end < kernels_ends; end++) {
    const int64_t row = (int64_t)fold->boundaries.ends[end] - first;
    if (row >= 0 && row < (int64_t)rows) *(lanes *)fold->ends[end] = z[row];
  }

  for (size_t row = 0; row < rows; row++) {
    uint32_t over = bits_of(z[row] > *(const lanes *)fold->threshold);
    for (; over; over &= over - 1) {
      const size_t lane = (size_t)__builtin_ctz(over);
      add_candidate(fold, lane, z[row][lane], first + (int32_t)row, first_beta);
      z[row][lane] = -1e30f;  // counted among the candidates, not in the rest
    }
  }
  add_rows(fold, z, rows, first, first_beta);
}

static void KERNELS(fold_one)(
    struct kernels_fold *fold, float *logits, size_t count, int32_t first, float first_beta) {
  const size_t rows = (count + kernels_lanes - 1) / kernels_lanes;
  for (size_t i = count; i < rows * kernels_lanes; i++) logits[i] = -1e30f;
  lanes *z = (lanes *)logits;
  lanes sum = z[0];
  for (size_t row = 1; row < rows; row++) sum += z[row];
  fold->others.sums[0][0] += total(sum - sum);  // not a number where a logit is not finite
  for (int end = 0; end < kernels_ends; end++) {
    const int64_t i = (int64_t)fold->boundaries.ends[end] - first;
    if (i >= 0 && i < (int64_t)count) fold->ends[end][0] = logits[i];
  }
  for (size_t row = 0; row < rows; row++) {
    uint32_t over = bits_of(z[row] > fold->threshold[0]);
    for (; over; over &= over - 1) {
      const size_t i = row * kernels_lanes + (size_t)__builtin_ctz(over);
      if (i >= count || !(logits[i] > fold->threshold[0])) continue;
      add_candidate(fold, 0, logits[i], first + (int32_t)i, first_beta);
      logits[i] = -1e30f;  // counted among the candidates, not in the rest
    }
  }
  add_side_by_side(fold, 0, logits, NULL, first, count, first_beta);
}

static void KERNELS(merge)(
    struct kernels_fold *fold, struct kernels_fold *other, float first_beta) {
  merge_crowds(&fold->others, &other->others, first_beta);
  merge_crowds(&fold->starting, &other->starting, first_beta);
  for (int end = 0; end < kernels_ends; end++) {
    lanes *logits = (lanes *)fold->ends[end];
    *logits = larger(*logits, *(const lanes *)other->ends[end]);
  }
  for (size_t lane = 0; lane < kernels_lanes; lane++) {
    fold->greater[lane] += other->greater[lane];
    for (uint32_t i = 0; i < other->best[lane].count; i++)
      add_candidate(
          fold, lane, other->best[lane].logits[i], other->best[lane].ids[i], first_beta);
  }
}

// The logarithms of one lane's sums at the nodes: of the rest, measured from an origin lest it be a large number
// that a float rounds, and of those that begin a word, measured from the largest of these: no node is so cold
// that nothing is left of it.
inlined void log_nodes(
    const struct kernels_fold *fold, size_t lane, double origin, float first_beta,
    struct kernels_folded *out) {
  const double largest = (double)fold->starting.largest[lane];
  double beta = first_beta;
  for (int node = 0; node < kernels_nodes; node++, beta *= 1.189207115002721) {
    const double others = log_sum(&fold->others, lane, node, beta, origin);
    const double starting = log_sum(&fold->starting, lane, node, beta, origin);
    const double high = others < starting ? starting : others;
    const double low = others < starting ? others : starting;
    const double rest = low == -INFINITY ? high : high + log1p(exp(low - high));
    out->rest[node] = rest == -INFINITY ? -1e30f : (float)rest;
    out->starting[node] =
        starting == -INFINITY ? -1e30f : (float)(starting - beta * (largest - origin));
  }
}

static void KERNELS(finish)(
    struct kernels_fold *fold, size_t lane, float first_beta, struct kernels_folded *out) {
  KERNELS(select)(fold, lane, first_beta);
  const struct kernels_candidates_of_lane *pool = &fold->best[lane];
  for (uint32_t i = 0; i < kernels_candidates; i++) {
    out->ids[i] = -1;
    out->logits[i] = -1e30f;
  }
  float largest = -1e30f;
  for (uint32_t i = 0; i < pool->count; i++)
    if (pool->logits[i] > largest) largest = pool->logits[i];
  for (uint32_t i = 0; i < pool->count; i++) {  // insertion sort: best first, ties by id
    uint32_t place = i;
    float logit = pool->logits[i] - largest;
    for (; place > 0; place--) {
      bool after = out->logits[place - 1] > logit ||
                   (out->logits[place - 1] == logit && out->ids[place - 1] < pool->ids[i]);
      if (after) break;
      out->logits[place] = out->logits[place - 1];
      out->ids[place] = out->ids[place - 1];
    }
    out->logits[place] = logit;
    out->ids[place] = pool->ids[i];
  }
  log_nodes(
      fold, lane, (double)largest + (double)out->logits[kernels_candidates - 1], first_beta, out);
  out->starting_largest =
      fold->starting.largest[lane] > -1e29f ? fold->starting.largest[lane] - largest : -1e30f;
  out->starts = 0;
  for (uint32_t i = 0; i < pool->count; i++)
    out->starts |= (uint32_t)begins_word(fold, out->ids[i]) << i;
  for (int end = 0; end < kernels_ends; end++) {
    const float logit = fold->ends[end][lane];
    out->ends[end] = logit > -1e30f ? logit - largest : -1e30f;
  }
  out->actual = fold->actual[lane] - largest;
  out->rank = fold->greater[lane] + 1;
}
