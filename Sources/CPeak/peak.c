#include "CPeak.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Independent chains: more than the units (2) times the cycles that an operation takes (4 or 5), and
// with their factor fewer than the registers.
enum { chains = 12 };

// Keeps the chains from being optimized away.
static volatile float sink;

static double operations(size_t rounds, size_t lanes) {
  return 2.0 * chains * (double)lanes * (double)rounds;
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static double run_avx512(size_t rounds) {
  __m512 x[chains], factor = _mm512_set1_ps(0.5f);
  for (int i = 0; i < chains; i++) x[i] = _mm512_set1_ps((float)i);
  for (size_t round = 0; round < rounds; round++)
    for (int i = 0; i < chains; i++) x[i] = _mm512_fmadd_ps(x[i], factor, factor);
  for (int i = 0; i < chains; i++) sink = _mm512_cvtss_f32(x[i]);
  return operations(rounds, 16);
}

__attribute__((target("avx2,fma"))) static double run_avx2(size_t rounds) {
  __m256 x[chains], factor = _mm256_set1_ps(0.5f);
  for (int i = 0; i < chains; i++) x[i] = _mm256_set1_ps((float)i);
  for (size_t round = 0; round < rounds; round++)
    for (int i = 0; i < chains; i++) x[i] = _mm256_fmadd_ps(x[i], factor, factor);
  for (int i = 0; i < chains; i++) sink = _mm256_cvtss_f32(x[i]);
  return operations(rounds, 8);
}
#endif

// What every processor of the architecture has: four lanes, on x86-64 a product and then a sum.
typedef float four __attribute__((vector_size(16)));

static double run_portable(size_t rounds) {
  four x[chains], factor = {0.5f, 0.5f, 0.5f, 0.5f};
  for (int i = 0; i < chains; i++) x[i] = factor * (float)i;
  for (size_t round = 0; round < rounds; round++)
    for (int i = 0; i < chains; i++) x[i] = x[i] * factor + factor;
  for (int i = 0; i < chains; i++) sink = x[i][0];
  return operations(rounds, 4);
}

double peak_run(const char *instructions, size_t rounds) {
#if defined(__x86_64__)
  if (strcmp(instructions, "avx512") == 0) return run_avx512(rounds);
  if (strcmp(instructions, "avx2") == 0) return run_avx2(rounds);
#endif
  return strcmp(instructions, "portable") == 0 ? run_portable(rounds) : 0;
}

typedef uint64_t words __attribute__((vector_size(64)));

void peak_read(const void *bytes, size_t count) {
  const size_t ahead = 4096;  // the processor's own prefetching stops at each page
  const char *from = bytes;
  words sums[4] = {};
  for (size_t i = 0; i + sizeof sums <= count; i += sizeof sums)
    for (size_t j = 0; j < 4; j++) {
      words next;
      __builtin_prefetch(from + i + j * sizeof next + ahead);
      memcpy(&next, from + i + j * sizeof next, sizeof next);
      sums[j] += next;
    }
  words sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  for (int i = 0; i < 8; i++) sink = (float)sum[i];
}
