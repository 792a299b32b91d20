// Sums of e^(beta z) at every node, the inverse temperatures at which a rest of logits is kept.
#pragma once
#include "CKernels.h"
#include "vectors.h"

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
    const float steps[4] = {1.0f, 1.18920712f, 1.41421356f, 1.68179283f};  // 2^(quarter / 4)
    const float beta = first_beta * steps[quarter];
    lanes octave[kernels_octaves] = {};
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) add_octaves(octave, logits + row, largest, beta, 4);
    for (; row < rows; row++) add_octaves(octave, logits + row, largest, beta, 1);
    for (int o = 0; o < kernels_octaves; o++) sums[4 * o + quarter] += octave[o];
  }
}

// The factors e^(beta shift) at every node, for sums whose largest logit moves by -shift.
inlined void shrink_nodes(float (*rest)[kernels_lanes], lanes shift, float first_beta) {
  lanes factors[kernels_nodes] = {};
  add_to_nodes(factors, &shift, 1, (lanes){}, first_beta);
  for (int node = 0; node < kernels_nodes; node++) *(lanes *)rest[node] *= factors[node];
}
