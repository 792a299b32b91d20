#define _GNU_SOURCE
#include "CMapping.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Of each guarded mapping, where it begins, 0 for none, and where it ends.
enum { places = 256 };
static _Atomic uintptr_t starts[places], ends[places];
static atomic_bool losses[places];

static struct sigaction previous;

static void fault(int signal, siginfo_t *info, void *context) {
  if (mapping_mend(info)) return;
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(signal, info, context);
  } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
    // The instruction runs again, and faults as if nobody had been here.
    sigaction(signal, &previous, NULL);
    if (info->si_code <= 0) raise(signal);
  } else {
    previous.sa_handler(signal);
  }
}

static void install(void) {
  struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_ONSTACK | SA_SIGINFO};
  sigaction(SIGBUS, &action, &previous);
}

int mapping_guard(const void *start, size_t size) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  for (int i = 0; i < places; i++) {
    uintptr_t none = 0;
    // Nobody's fault lies in a range whose end is not behind its start.
    if (!atomic_compare_exchange_strong(&starts[i], &none, (uintptr_t)start)) continue;
    atomic_store(&losses[i], false);
    atomic_store(&ends[i], (uintptr_t)start + size);
    return i;
  }
  return -1;
}

void mapping_release(int number) {
  if (number < 0) return;
  atomic_store(&ends[number], 0);
  atomic_store(&starts[number], 0);
}

bool mapping_is_lost(int number) { return number >= 0 && atomic_load(&losses[number]); }

bool mapping_mend(const siginfo_t *info) {
  if (info->si_code <= 0) return false;  // sent by somebody
  const uintptr_t address = (uintptr_t)info->si_addr;
  for (int i = 0; i < places; i++) {
    const uintptr_t start = atomic_load(&starts[i]), end = atomic_load(&ends[i]);
    if (address < start || address >= end) continue;
    int error = errno;
    const uintptr_t page = address & ~((uintptr_t)sysconf(_SC_PAGESIZE) - 1);
    atomic_store(&losses[i], true);
    void *zeros = mmap(
        (void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    errno = error;
    return zeros != MAP_FAILED;
  }
  return false;
}
