// Weights as they are stored, widened to float.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "halves.h"

typedef uint8_t sixteen_bytes __attribute__((vector_size(16)));
typedef int8_t sixteen_quants __attribute__((vector_size(16)));

inlined void unpack_q8_0(const uint8_t *block, lanes out[2]) {
  uint16_t scale;
  memcpy(&scale, block, 2);
  sixteen_quants first, second;
  memcpy(&first, block + 2, 16);
  memcpy(&second, block + 18, 16);
  out[0] = half(scale) * __builtin_convertvector(__builtin_convertvector(first, lanes_int), lanes);
  out[1] = half(scale) * __builtin_convertvector(__builtin_convertvector(second, lanes_int), lanes);
}

inlined void unpack_q4_0(const uint8_t *block, lanes out[2]) {
  uint16_t scale;
  sixteen_bytes pairs;
  memcpy(&scale, block, 2);
  memcpy(&pairs, block + 2, 16);
  out[0] = half(scale) * (__builtin_convertvector(pairs & 15, lanes) - 8.0f);
  out[1] = half(scale) * (__builtin_convertvector(pairs >> 4, lanes) - 8.0f);
}

#ifdef KERNELS_LOOK_UP
// Each block's sixteen values in one register, picked by the low four bits of each lane.
inlined void unpack_q4_1(const uint8_t *block, lanes out[2]) {
  const lanes steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  uint16_t head[2];
  sixteen_bytes pairs;
  memcpy(head, block, 4);
  memcpy(&pairs, block + 4, 16);
  lanes values = half(head[0]) * steps + half(head[1]);
  lanes_int low = __builtin_convertvector(pairs, lanes_int);
  out[0] = KERNELS_LOOK_UP(values, low);
  out[1] = KERNELS_LOOK_UP(values, low >> 4);
}
#else
inlined void unpack_q4_1(const uint8_t *block, lanes out[2]) {
  uint16_t head[2];
  sixteen_bytes pairs;
  memcpy(head, block, 4);
  memcpy(&pairs, block + 4, 16);
  out[0] = half(head[0]) * __builtin_convertvector(pairs & 15, lanes) + half(head[1]);
  out[1] = half(head[0]) * __builtin_convertvector(pairs >> 4, lanes) + half(head[1]);
}

#endif

// Blocks of 32 weights, by a function for one block.
#define UNPACK_BLOCKS(unpack_block, bytes)                                      \
  for (size_t block = 0; block * 32 < count; block++) {                         \
    lanes values[2];                                                            \
    unpack_block((const uint8_t *)source + block * (bytes), values);            \
    memcpy(out + block * stride, values, sizeof values);                        \
  }

// Single weights, by an expression for weight i.
#define UNPACK_WEIGHTS(weight) \
  for (size_t i = 0; i < count; i++) out[i / 32 * stride + i % 32] = (weight);

static void KERNELS(unpack)(
    enum kernels_type type, const void *source, size_t count, float *out, size_t stride) {
  const uint8_t *bytes = source;
  switch (type) {
    case kernels_q8_0: UNPACK_BLOCKS(unpack_q8_0, 34) break;
    case kernels_q4_0: UNPACK_BLOCKS(unpack_q4_0, 18) break;
    case kernels_q4_1: UNPACK_BLOCKS(unpack_q4_1, 20) break;
    case kernels_f32: UNPACK_WEIGHTS(load_f32(bytes + i * 4)) break;
    case kernels_f16: UNPACK_WEIGHTS(half(load_u16(bytes + i * 2))) break;
    case kernels_bf16: UNPACK_WEIGHTS(brain(load_u16(bytes + i * 2))) break;
  }
}
