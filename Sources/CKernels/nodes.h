// Sums of e^(beta z) at every node, the inverse temperatures at which a rest of logits is kept.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static const float quarter_steps[4] = {1.0f, 1.18920712f, 1.41421356f, 1.68179283f};  // 2^(quarter / 4)

// Adds e^(beta z) of up to four vectors to the sums of one quarter octave's nodes; side by side, so
// that each waits less for its own squares.
inlined void add_octaves(
    lanes octave[kernels_octaves], const lanes *logits, lanes largest, float beta, const int rows) {
  lanes e[4];
#pragma unroll
  for (int i = 0; i < rows; i++) e[i] = positive_exponential((logits[i] - largest) * beta);
#pragma unroll
  for (int o = 0; o < kernels_octaves; o++)
#pragma unroll
    for (int i = 0; i < rows; i++) {
      octave[o] += e[i];
      e[i] *= e[i];
    }
}

// Adds e^(beta z) of `rows` vectors, z measured from `largest`, to the sums at every node. Four
// exponentials give all nodes: each octave squares the one below.
inlined void add_to_nodes(
    lanes sums[kernels_nodes], const lanes *logits, size_t rows, lanes largest, float first_beta) {
  for (int quarter = 0; quarter < 4; quarter++) {
    const float beta = first_beta * quarter_steps[quarter];
    lanes octave[kernels_octaves] = {};
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) add_octaves(octave, logits + row, largest, beta, 4);
    for (; row < rows; row++) add_octaves(octave, logits + row, largest, beta, 1);
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

// Multiplies the rest by e^(beta shift) at every node, as its largest logit moves by -shift. Each factor
// is an exponential of its own: squares would pass on their rounding to all that was summed before.
inlined void shrink_rest(struct kernels_fold *fold, lanes shift, float first_beta) {
  for (int node = 0; node < kernels_nodes; node++) {
    const float beta = first_beta * quarter_steps[node % 4] * (float)(1 << node / 4);
    const lanes factor = exponential(shift * beta);
    *(lanes *)fold->rest[node] *= factor;
    *(lanes *)fold->lost[node] *= factor;
  }
}
