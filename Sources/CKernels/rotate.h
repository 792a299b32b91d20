// The turn of queries and keys by their position.
#pragma once
#include "CKernels.h"
#include "vectors.h"

static void KERNELS(rotate)(
    float *x, const float *cosines, const float *sines, size_t pairs, float scale) {
  lanes *v = (lanes *)x;
  const lanes *c = (const lanes *)cosines, *s = (const lanes *)sines;
  for (size_t i = 0; i < pairs; i++) {
    lanes a = v[2 * i], b = v[2 * i + 1];
    v[2 * i] = (a * c[i] - b * s[i]) * scale;
    v[2 * i + 1] = (a * s[i] + b * c[i]) * scale;
  }
}

static void KERNELS(rotate_halves)(
    float *x, const float *cosines, const float *sines, size_t pairs, float scale) {
  lanes *v = (lanes *)x, *w = v + pairs;
  const lanes *c = (const lanes *)cosines, *s = (const lanes *)sines;
  for (size_t i = 0; i < pairs; i++) {
    lanes a = v[i], b = w[i];
    v[i] = (a * c[i] - b * s[i]) * scale;
    w[i] = (a * s[i] + b * c[i]) * scale;
  }
}
