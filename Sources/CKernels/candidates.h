// The best logits of each lane; what is not among them goes to the rest at the nodes.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "nodes.h"

// Puts the best 32 of a lane's pool first, and the others into the rest.
static void KERNELS(select)(struct kernels_fold *fold, size_t lane, float first_beta) {
  struct kernels_candidates_of_lane *pool = &fold->best[lane];
  if (pool->count <= kernels_candidates) return;
  // Partition around a pivot until the cut falls at 32 (Hoare 1961), ties by the smaller id.
  size_t low = 0, high = pool->count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    float pivot = pool->logits[middle];
    int32_t pivot_id = pool->ids[middle];
    size_t i = low, j = high - 1;
    for (;;) {
      while (pool->logits[i] > pivot || (pool->logits[i] == pivot && pool->ids[i] < pivot_id)) i++;
      while (pool->logits[j] < pivot || (pool->logits[j] == pivot && pool->ids[j] > pivot_id)) j--;
      if (i >= j) break;
      float logit = pool->logits[i];
      pool->logits[i] = pool->logits[j];
      pool->logits[j] = logit;
      int32_t id = pool->ids[i];
      pool->ids[i] = pool->ids[j];
      pool->ids[j] = id;
    }
    if (i == kernels_candidates) break;
    if (i < kernels_candidates) low = i + 1 > low ? (i == low ? low + 1 : i) : low;
    else high = i;
  }
  float least = INFINITY;
  for (int i = 0; i < kernels_candidates; i++)
    if (pool->logits[i] < least) least = pool->logits[i];
  fold->threshold[lane] = least;
  add_side_by_side(
      fold, lane, pool->logits + kernels_candidates, pool->ids + kernels_candidates, 0,
      pool->count - kernels_candidates, first_beta);
  pool->count = kernels_candidates;
}

inlined void add_candidate(
    struct kernels_fold *fold, size_t lane, float logit, int32_t id, float first_beta) {
  struct kernels_candidates_of_lane *pool = &fold->best[lane];
  if (pool->count == kernels_pool) KERNELS(select)(fold, lane, first_beta);
  pool->logits[pool->count] = logit;
  pool->ids[pool->count++] = id;
}
