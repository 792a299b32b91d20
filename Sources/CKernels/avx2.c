// The kernels for processors with AVX2 and FMA: sixteen lanes are two registers.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define KERNELS(name) avx2_##name
#define KERNELS_NAME "avx2"
#define KERNELS_CONVERT_HALVES 1
#define KERNELS_LOOK_UP_BYTES(bytes, places) _mm_shuffle_epi8((__m128i)(bytes), (__m128i)(places))
#define KERNELS_DOT(sum, quants, digits) add_dots(sum, (eight_longs)(quants), (eight_longs)(digits))
#include "avx2_dot.h"
#define TILE_BLOCKS 2
#define TILE_ROWS(blocks) ((blocks) == 1 ? 4 : 2)
#define ROWS_AT_ONCE 2
#include "lanes.h"
#pragma clang attribute pop

const struct kernels *kernels_avx2 = &avx2_table;
#endif
