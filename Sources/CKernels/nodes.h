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

// Adds sums to a fold's rest. Hundreds follow one another, and what rounding takes from each is kept
// (Knuth 1969; Ogita, Rump and Oishi 2005): the rest is read at its derivative, which magnifies noise.
inlined void add_to_rest(struct kernels_fold *fold, const lanes sums[kernels_nodes]) {
  for (int node = 0; node < kernels_nodes; node++) {
    lanes *rest = (lanes *)fold->rest[node], *lost = (lanes *)fold->lost[node];
    const lanes before = *rest, term = sums[node];
    *rest = before + term;
    const lanes taken = *rest - before;
    *lost += (before - (*rest - taken)) + (term - taken);
  }
}

// The same for the sums of one lane.
inlined void add_to_rest_of_lane(
    struct kernels_fold *fold, size_t lane, const lanes sums[kernels_nodes]) {
  for (int node = 0; node < kernels_nodes; node++) {
    float *rest = &fold->rest[node][lane];
    const float before = *rest, term = total(sums[node]);
    *rest = before + term;
    const float taken = *rest - before;
    fold->lost[node][lane] += (before - (*rest - taken)) + (term - taken);
  }
}

inlined bool begins_word(const struct kernels_fold *fold, int32_t id) {
  return fold->boundaries.starts && fold->boundaries.starts[id];
}

// Adds rows of the vocabulary to a fold's rest. Those that begin a word are summed by themselves and then
// added to the others, so that each exponential is made and added once.
inlined void add_rows(
    struct kernels_fold *fold, const lanes *logits, size_t rows, int32_t first, float first_beta) {
  enum { at_once = 128 };
  const lanes largest = *(const lanes *)fold->largest;
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
    lanes sums[kernels_nodes] = {};
    add_to_nodes(sums, logits + start, starting, starts, largest, first_beta);
    for (int node = 0; node < kernels_nodes; node++) *(lanes *)fold->starting[node] += sums[node];
    add_to_nodes(sums, logits + start, others, other, largest, first_beta);
    add_to_rest(fold, sums);
  }
}

// The same for logits of one lane that lie side by side, of ids that follow `first` or are given.
inlined void add_side_by_side(
    struct kernels_fold *fold, size_t lane, const float *logits, const int32_t *ids, int32_t first,
    size_t count, float first_beta) {
  enum { at_once = 512 };
  const lanes largest = (lanes){} + fold->largest[lane];
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
    for (size_t i = 0; i < kernels_lanes; i++) others[other + i] = starting[starts + i] = -1e30f;
    const size_t vectors = (starts + kernels_lanes - 1) / kernels_lanes;
    lanes sums[kernels_nodes] = {};
    add_to_nodes(sums, (const lanes *)starting, NULL, vectors, largest, first_beta);
    for (int node = 0; node < kernels_nodes; node++)
      fold->starting[node][lane] += total(sums[node]);
    add_to_nodes(
        sums, (const lanes *)others, NULL, (other + kernels_lanes - 1) / kernels_lanes, largest,
        first_beta);
    add_to_rest_of_lane(fold, lane, sums);
  }
}

// Multiplies the rest by e^(beta shift) at every node, as its largest logit moves by -shift. Each factor
// is an exponential of its own: squares would pass on their rounding to all that was summed before.
inlined void shrink_rest(struct kernels_fold *fold, lanes shift, float first_beta) {
  for (int node = 0; node < kernels_nodes; node++) {
    const float beta = first_beta * quarter_steps[node % 4] * (float)(1 << node / 4);
    const lanes factor = exponential(shift * beta);
    *(lanes *)fold->rest[node] *= factor;
    *(lanes *)fold->lost[node] *= factor;
    *(lanes *)fold->starting[node] *= factor;
  }
}
