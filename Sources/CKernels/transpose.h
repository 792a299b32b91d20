// A square of 16 x 16 floats whose rows become columns.
#pragma once
#include "CKernels.h"
#include "vectors.h"

// Takes places `step` apart in two rows: those without the bit from a and from b, or those with it.
#define PLACE(i, step, far) (((i) & (step)) ? (far) + (i) : (i))
#define LOW(i, step) PLACE(i, step, 16 - (step))
#define HIGH(i, step) (((i) & (step)) ? 16 + (i) : (i) + (step))
#define SIXTEEN(of, s)                                                                            \
  of(0, s), of(1, s), of(2, s), of(3, s), of(4, s), of(5, s), of(6, s), of(7, s), of(8, s),       \
      of(9, s), of(10, s), of(11, s), of(12, s), of(13, s), of(14, s), of(15, s)
#define EXCHANGE(step)                                                                            \
  _Pragma("unroll") for (int i = 0; i < 16; i++) if (!(i & (step))) {                             \
    const lanes a = row[i], b = row[i + (step)];                                                  \
    row[i] = __builtin_shufflevector(a, b, SIXTEEN(LOW, step));                                   \
    row[i + (step)] = __builtin_shufflevector(a, b, SIXTEEN(HIGH, step));                         \
  }

// Squares of 8, 4, 2 and 1 beside the diagonal change places.
inlined void transpose_rows(lanes row[16]) {
  EXCHANGE(8)
  EXCHANGE(4)
  EXCHANGE(2)
  EXCHANGE(1)
}

#undef EXCHANGE
#undef SIXTEEN
#undef HIGH
#undef LOW
#undef PLACE

static void KERNELS(transpose)(const float *in, size_t in_stride, float *out, size_t out_stride) {
  lanes row[16];
#pragma unroll
  for (int i = 0; i < 16; i++) row[i] = *(const lanes *)(in + (size_t)i * in_stride);
  transpose_rows(row);
#pragma unroll
  for (int i = 0; i < 16; i++) *(lanes *)(out + (size_t)i * out_stride) = row[i];
}
