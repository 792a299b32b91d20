// The gate of the feed-forward layer: silu.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static void KERNELS(gate)(float *gate, const float *up, size_t count) {
  lanes *g = (lanes *)gate;
  const lanes *u = (const lanes *)up;
  for (size_t f = 0; f < count; f++) {
    lanes limited = larger(-g[f], (lanes){} - 87.0f);  // e^88 is the last that a float holds
    limited = -larger(-limited, (lanes){} - 87.0f);
    g[f] = g[f] / (1.0f + exponential(limited)) * u[f];
  }
}
