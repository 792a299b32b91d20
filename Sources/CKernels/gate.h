// The gate of the feed-forward layer: silu, and its way back.
#pragma once
#include "CKernels.h"
#include "vectors.h"

// 1 + e^-x, at most the last that a float holds.
inlined lanes gate_divisor(lanes x) {
  lanes limited = larger(-x, (lanes){} - 87.0f);
  limited = -larger(-limited, (lanes){} - 87.0f);
  return 1.0f + exponential(limited);
}

static void KERNELS(gate)(const float *gate, const float *up, size_t count, float *out) {
  const lanes *g = (const lanes *)gate, *u = (const lanes *)up;
  lanes *y = (lanes *)out;
  for (size_t f = 0; f < count; f++) y[f] = g[f] / gate_divisor(g[f]) * u[f];
}

// With s = 1 / (1 + e^-g): d(g s)/dg = s (1 + g (1 - s)).
static void KERNELS(gate_back)(
    const float *gate, const float *up, const float *dy, size_t rows, float *d_gate, float *d_up) {
  const lanes *g = (const lanes *)gate, *u = (const lanes *)up, *d = (const lanes *)dy;
  lanes *dg = (lanes *)d_gate, *du = (lanes *)d_up;
  for (size_t f = 0; f < rows; f++) {
    const lanes s = 1.0f / gate_divisor(g[f]);
    const lanes gated = g[f] * s;
    du[f] = d[f] * gated;
    dg[f] = d[f] * u[f] * (s + gated * (1.0f - s));
  }
}
