// Sums of e^(beta z) at every node, the inverse temperatures at which a rest of logits is kept.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static const float quarter_steps[4] = {1.0f, 1.18920712f, 1.41421356f, 1.68179283f};  // 2^(quarter / 4)

// Adds e^(beta z) of up to four vectors to the sums of one quarter octave's nodes; side by side, so
// that each waits less for its own squares.
inlined void add_octaves(
    lanes octave[kernels_octaves], const lanes *logits, const uint16_t *order, lanes largest, float beta,
    const int rows) {
  lanes e[4];
#pragma unroll
  for (int i = 0; i < rows; i++)
    e[i] = positive_exponential((logits[order ? order[i] : i] - largest) * beta);
#pragma unroll
  for (int o = 0; o < kernels_octaves; o++)
#pragma unroll
    for (int i = 0; i < rows; i++) {
      octave[o] += e[i];
      e[i] *= e[i];
    }
}

// Adds e^(beta z) of `rows` vectors, z measured from `largest`, to the sums at every node: the first ones, or
// those that an order names. Four exponentials give all nodes: each octave squares the one below.
inlined void add_to_nodes(
    lanes sums[kernels_nodes], const lanes *logits, const uint16_t *order, size_t rows, lanes largest,
    float first_beta) {
  for (int quarter = 0; quarter < 4; quarter++) {
    const float beta = first_beta * quarter_steps[quarter];
    lanes octave[kernels_octaves] = {};
    size_t row = 0;
    for (; row + 4 <= rows; row += 4)
      add_octaves(
          octave, order ? logits : logits + row, order ? order + row : order, largest, beta, 4);
    for (; row < rows; row++)
      add_octaves(
          octave, order ? logits : logits + row, order ? order + row : order, largest, beta, 1);
    for (int o = 0; o < kernels_octaves; o++) sums[4 * o + quarter] += octave[o];
  }
}

inlined float beta_of(int node, float first_beta) {
  return first_beta * quarter_steps[node % 4] * (float)(1 << node / 4);
}

// Adds sums to a crowd's. Hundreds follow one another, and what rounding takes from each is kept
// (Knuth 1969; Ogita, Rump and Oishi 2005): the rest is read at its derivative, which magnifies noise.
inlined void add_sums(struct kernels_crowd *crowd, const lanes sums[kernels_nodes]) {
  for (int node = 0; node < kernels_nodes; node++) {
    lanes *sum = (lanes *)crowd->sums[node], *lost = (lanes *)crowd->lost[node];
    const lanes before = *sum, term = sums[node];
    *sum = before + term;
    const lanes taken = *sum - before;
    *lost += (before - (*sum - taken)) + (term - taken);
  }
}

// The same for the sums of one lane.
inlined void add_sums_of_lane(
    struct kernels_crowd *crowd, size_t lane, const lanes sums[kernels_nodes]) {
  for (int node = 0; node < kernels_nodes; node++) {
    float *sum = &crowd->sums[node][lane];
    const float before = *sum, term = total(sums[node]);
    *sum = before + term;
    const float taken = *sum - before;
    crowd->lost[node][lane] += (before - (*sum - taken)) + (term - taken);
  }
}

// Measures a crowd's logits from larger ones. Each factor is an exponential of its own: squares would pass on
// their rounding to all that was summed before.
inlined void measure_from(struct kernels_crowd *crowd, lanes largest, float first_beta) {
  const lanes shift = *(const lanes *)crowd->largest - largest;
  for (int node = 0; node < kernels_nodes; node++) {
    const lanes factor = exponential(shift * beta_of(node, first_beta));
    *(lanes *)crowd->sums[node] *= factor;
    *(lanes *)crowd->lost[node] *= factor;
  }
  *(lanes *)crowd->largest = largest;
}

// Makes room for logits up to `top` in each lane.
inlined void make_room(struct kernels_crowd *crowd, lanes top, float first_beta) {
  const lanes largest = *(const lanes *)crowd->largest;
  const lanes_int grew = top > largest;
  if (__builtin_reduce_or(grew)) measure_from(crowd, pick(grew, top, largest), first_beta);
}

// The same for one lane.
inlined void make_room_in_lane(
    struct kernels_crowd *crowd, size_t lane, float top, float first_beta) {
  const float shift = crowd->largest[lane] - top;
  if (!(shift < 0)) return;
  for (int node = 0; node < kernels_nodes; node += kernels_lanes) {
    lanes betas;
    for (int i = 0; i < kernels_lanes; i++) betas[i] = beta_of(node + i, first_beta);
    const lanes factors = exponential(shift * betas);
    for (int i = 0; i < kernels_lanes; i++) {
      crowd->sums[node + i][lane] *= factors[i];
      crowd->lost[node + i][lane] *= factors[i];
    }
  }
  crowd->largest[lane] = top;
}

inlined bool begins_word(const struct kernels_fold *fold, int32_t id) {
  return fold->boundaries.starts && fold->boundaries.starts[id];
}

// Adds those rows of the vocabulary that an order names to a crowd.
inlined void add_to_crowd(
    struct kernels_crowd *crowd, const lanes *logits, const uint16_t *order, size_t rows,
    float first_beta) {
  if (rows == 0) return;
  lanes top = (lanes){} - 1e30f;
  for (size_t row = 0; row < rows; row++) top = larger(logits[order[row]], top);
  make_room(crowd, top, first_beta);
  lanes sums[kernels_nodes] = {};
  add_to_nodes(sums, logits, order, rows, *(const lanes *)crowd->largest, first_beta);
  add_sums(crowd, sums);
}

// Adds rows of the vocabulary to a fold's rest: those that begin a word, and the others.
inlined void add_rows(
    struct kernels_fold *fold, const lanes *logits, size_t rows, int32_t first, float first_beta) {
  enum { at_once = 128 };
  for (size_t start = 0; start < rows; start += at_once) {
    const size_t end = rows < start + at_once ? rows : start + at_once;
    uint16_t others[at_once], starting[at_once];
    size_t other = 0, starts = 0;
    for (size_t row = start; row < end; row++) {
      const bool is_start = begins_word(fold, first + (int32_t)row);
      others[other] = starting[starts] = (uint16_t)(row - start);
      starts += is_start;
      other += !is_start;
    }
    add_to_crowd(&fold->starting, logits + start, starting, starts, first_beta);
    add_to_crowd(&fold->others, logits + start, others, other, first_beta);
  }
}

// Adds logits of one lane that lie side by side, with room behind them to fill the last vector, to a crowd.
inlined void add_to_crowd_of_lane(
    struct kernels_crowd *crowd, size_t lane, float *logits, size_t count, float first_beta) {
  if (count == 0) return;
  for (size_t i = 0; i < kernels_lanes; i++) logits[count + i] = -1e30f;
  const size_t vectors = (count + kernels_lanes - 1) / kernels_lanes;
  const lanes *z = (const lanes *)logits;
  lanes top = (lanes){} - 1e30f;
  for (size_t i = 0; i < vectors; i++) top = larger(z[i], top);
  make_room_in_lane(crowd, lane, __builtin_reduce_max(top), first_beta);
  lanes sums[kernels_nodes] = {};
  add_to_nodes(sums, z, NULL, vectors, (lanes){} + crowd->largest[lane], first_beta);
  add_sums_of_lane(crowd, lane, sums);
}

// The same for the whole rest, of ids that follow `first` or are given.
inlined void add_side_by_side(
    struct kernels_fold *fold, size_t lane, const float *logits, const int32_t *ids, int32_t first,
    size_t count, float first_beta) {
  enum { at_once = 512 };
  for (size_t start = 0; start < count; start += at_once) {
    const size_t end = count < start + at_once ? count : start + at_once;
    _Alignas(64) float others[at_once + kernels_lanes], starting[at_once + kernels_lanes];
    size_t other = 0, starts = 0;
    for (size_t i = start; i < end; i++) {
      const bool is_start = begins_word(fold, ids ? ids[i] : first + (int32_t)i);
      others[other] = starting[starts] = logits[i];
      starts += is_start;
      other += !is_start;
    }
    add_to_crowd_of_lane(&fold->starting, lane, starting, starts, first_beta);
    add_to_crowd_of_lane(&fold->others, lane, others, other, first_beta);
  }
}

// Adds a crowd to another: both are measured from the larger largest.
inlined void merge_crowds(
    struct kernels_crowd *crowd, struct kernels_crowd *other, float first_beta) {
  make_room(crowd, *(const lanes *)other->largest, first_beta);
  make_room(other, *(const lanes *)crowd->largest, first_beta);
  add_sums(crowd, (const lanes *)other->sums);
  add_sums(crowd, (const lanes *)other->lost);
}

// ln of a crowd's sum in a lane at a node, its logits measured from an origin.
inlined double log_sum(
    const struct kernels_crowd *crowd, size_t lane, int node, double beta, double origin) {
  const double sum = (double)crowd->sums[node][lane] + (double)crowd->lost[node][lane];
  if (sum == sum && !(crowd->largest[lane] > -1e29f)) return -INFINITY;  // nobody is there
  return log(sum) + beta * ((double)crowd->largest[lane] - origin);
}
