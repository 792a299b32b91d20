// The gate of the feed-forward layer, and the way back of silu.
#pragma once
#include "CKernels.h"
#include "vectors.h"

// 1 + e^-x, at most the last that a float holds.
inlined lanes gate_divisor(lanes x) {
  lanes limited = larger(-x, (lanes){} - 87.0f);
  limited = -larger(-limited, (lanes){} - 87.0f);
  return 1.0f + exponential(limited);
}

inlined lanes silu(lanes x) { return x / gate_divisor(x); }

// x / 2 erfc(-x / sqrt(2)), within 2e-7 (Abramowitz and Stegun 1964, 7.1.26).
inlined lanes gelu(lanes x) {
  const lanes size = larger(x, -x);
  const lanes t = 1.0f / (1.0f + 0.3275911f * 0.70710678f * size);
  lanes p = t * 1.061405429f - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  const lanes beyond = 0.5f * p * t * exponential(-0.5f * size * size);  // the share above |x|
  return x * pick(x < 0.0f, beyond, 1.0f - beyond);
}

// (Hendrycks and Gimpel 2016)
inlined lanes gelu_tanh(lanes x) {
  const lanes inner = 0.79788456f * x * (1.0f + 0.044715f * x * x);
  return 0.5f * x * (1.0f + hyperbolic_tangent(inner));
}

#define GATE(activation)                                                                  \
  case kernels_##activation:                                                              \
    for (size_t f = 0; f < count; f++) y[f] = u ? activation(g[f]) * u[f] : activation(g[f]); \
    break;

static void KERNELS(gate)(
    enum kernels_activation activation, const float *gate, const float *up, size_t count,
    float *out) {
  const lanes *g = (const lanes *)gate, *u = (const lanes *)up;
  lanes *y = (lanes *)out;
  switch (activation) { GATE(silu) GATE(gelu) GATE(gelu_tanh) }
}

#undef GATE

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
