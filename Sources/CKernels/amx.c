// The kernels for processors with AMX: those of AVX-512, with products in tiles.
#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#pragma clang attribute push(                                                       \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma," \
                          "f16c,amx-tile,amx-bf16"))),                              \
    apply_to = function)
#define KERNELS(name) amx_##name
#define KERNELS_NAME "amx"
#define tile_configure _tile_loadconfig
#define tile_zero _tile_zero
#define tile_load _tile_loadd
#define tile_multiply _tile_dpbf16ps
#define tile_store _tile_stored
#define tile_release _tile_release
#include "tiles.h"
#pragma clang attribute pop

// Whether the processor has the instructions, and the system keeps the registers of a thread that rests.
// (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, chapter 18.)
static bool is_announced(void) {
  unsigned a, b, c, d;
  const unsigned saves_by_system = 1u << 27, bf16 = 1u << 22, tiles = 1u << 24;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & saves_by_system)) return false;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & bf16) || !(d & tiles)) return false;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  const unsigned saved = 1u << 17 | 1u << 18;  // the configuration and the data of tiles
  return (low & saved) == saved && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bf16");
}

// Asks the system to let this process, and threads that it starts later, use tiles.
static bool is_permitted(void) {
  enum { request_permission = 0x1023, tile_data = 18 };  // of <asm/prctl.h>, since Linux 5.16
  return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

static struct kernels table;
static bool is_usable;

static void look(void) {
  if (!is_announced() || !is_permitted()) return;
  table = amx_table();
  is_usable = kernels_pass_trial(&table);
}

const struct kernels *kernels_amx(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, look);
  return is_usable ? &table : NULL;
}
#else
#include <stddef.h>

const struct kernels *kernels_amx(void) { return NULL; }
#endif
