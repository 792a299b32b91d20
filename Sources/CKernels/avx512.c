// The kernels for processors with AVX-512: sixteen lanes are one register, and 8 x 3 sums fill 24 of 32.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define KERNELS(name) avx512_##name
#define KERNELS_NAME "avx512"
#define KERNELS_CONVERT_HALVES 1
#define KERNELS_LOOK_UP(values, lane) ((lanes)_mm512_permutexvar_ps((__m512i)(lane), (__m512)(values)))
#define TILE_BLOCKS 3
#define TILE_ROWS(blocks) 8
#define ROWS_AT_ONCE 4
#include "lanes.h"
#pragma clang attribute pop

const struct kernels *kernels_avx512 = &avx512_table;
#endif
