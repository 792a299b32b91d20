// The tile instructions as Intel describes them, over eight tiles in memory.
#include "TileEmulation.h"

#include <signal.h>

#if defined(__x86_64__)
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push(                                                                    \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma,f16c"))),      \
    apply_to = function)

typedef float sums __attribute__((vector_size(64)));
typedef uint32_t words __attribute__((vector_size(64)));

static _Thread_local struct {
  _Alignas(64) uint32_t words[16][16];
} tiles[8];
static _Thread_local bool is_configured;

// A program that uses a tile it has not asked for would fault.
static void check(int tile) {
  if (!is_configured || tile < 0 || tile > 7) __builtin_trap();
}

// Takes nothing but palette 1 with whole tiles, which is all that the kernels ask for.
static void tile_configure(const void *configuration) {
  uint8_t bytes[64];
  memcpy(bytes, configuration, sizeof bytes);
  if (bytes[0] != 1 || bytes[1] != 0) __builtin_trap();
  for (int i = 2; i < 16; i++)
    if (bytes[i] != 0) __builtin_trap();
  for (int tile = 0; tile < 16; tile++) {
    const int row_bytes = bytes[16 + 2 * tile] + 256 * bytes[17 + 2 * tile];
    const int rows = bytes[48 + tile];
    if (row_bytes != (tile < 8 ? 64 : 0) || rows != (tile < 8 ? 16 : 0)) __builtin_trap();
  }
  memset(tiles, 0, sizeof tiles);
  is_configured = true;
}

static void tile_release(void) { is_configured = false; }

static void tile_zero(int tile) {
  check(tile);
  memset(&tiles[tile], 0, sizeof tiles[tile]);
}

static void tile_load(int tile, const void *base, size_t stride) {
  check(tile);
  for (size_t row = 0; row < 16; row++)
    memcpy(tiles[tile].words[row], (const uint8_t *)base + row * stride, 64);
}

static void tile_store(int tile, void *base, size_t stride) {
  check(tile);
  for (size_t row = 0; row < 16; row++)
    memcpy((uint8_t *)base + row * stride, tiles[tile].words[row], 64);
}

// TDPBF16PS: the products of even and of odd columns are summed up apart, in order, by fused
// multiplications and additions from zero on; the sum of both is added to the tile. Subnormal numbers
// are zero, before and after; rounding is to the nearest, ties to even. (Intel 64 and IA-32
// Architectures Software Developer's Manual, volume 2.)
static void tile_multiply(int to, int weights, int tokens) {
  check(to);
  check(weights);
  check(tokens);
  const uint32_t state = kernels_flush_subnormals();
  sums even[16], odd[16];                           // tokens by pair of columns
  float even_weights[16][16], odd_weights[16][16];  // [row][pair]
  for (int i = 0; i < 16; i++) {
    const words token = *(const words *)tiles[tokens].words[i];
    const words weight = *(const words *)tiles[weights].words[i];
    even[i] = (sums)(token << 16);
    odd[i] = (sums)(token & 0xffff0000);
    const words even_weight = weight << 16, odd_weight = weight & 0xffff0000;
    memcpy(even_weights[i], &even_weight, 64);
    memcpy(odd_weights[i], &odd_weight, 64);
  }
  for (int first = 0; first < 16; first += 4) {  // rows at a time, which wait less for their own sums
    sums of_even[4] = {}, of_odd[4] = {};
    for (int pair = 0; pair < 16; pair++)
#pragma unroll
      for (int row = 0; row < 4; row++) {
        of_even[row] += even_weights[first + row][pair] * even[pair];
        of_odd[row] += odd_weights[first + row][pair] * odd[pair];
      }
    for (int row = 0; row < 4; row++)
      *(sums *)tiles[to].words[first + row] += of_even[row] + of_odd[row];
  }
  kernels_restore_subnormals(state);
}

#define KERNELS(name) emulated_##name
#define KERNELS_NAME "amx, emulated"
#include "tiles.h"
#pragma clang attribute pop

static struct kernels table;

static void fill(void) { table = emulated_table(); }

const struct kernels *emulated_tiles(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512bf16"))
    return NULL;
  pthread_once(&once, fill);
  return &table;
}
#else
#include <stddef.h>

const struct kernels *emulated_tiles(void) { return NULL; }
#endif

void faulting_product(const struct kernels_product *product) {
  (void)product;
  raise(SIGILL);
}
