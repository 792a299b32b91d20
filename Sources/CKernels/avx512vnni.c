// The products with one token for processors that have AVX-512 and its products of bytes.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(                                                                  \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"))), \
    apply_to = function)
#define KERNELS(name) avx512vnni_##name
#define KERNELS_CONVERT_HALVES 1
#define KERNELS_LOOK_UP(values, lane) ((lanes)_mm512_permutexvar_ps((__m512i)(lane), (__m512)(values)))
#define KERNELS_DOT(sum, quants, digits) \
  ((lanes_int)_mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(quants), (__m512i)(digits)))
#define KERNELS_DOT_LARGE
#define ROWS_AT_ONCE 4
#include "one.h"
#pragma clang attribute pop

void kernels_use_vnni(struct kernels *kernels) {
  kernels->takes_whole = avx512vnni_takes_whole;
  kernels->round_one = avx512vnni_round_one;
  kernels->multiply_one = avx512vnni_multiply_one;
}
#endif
