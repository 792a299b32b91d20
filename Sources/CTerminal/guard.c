#define _GNU_SOURCE
#include "guard.h"

#include "CMapping.h"
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static struct guard_plan plan;
static atomic_bool holds;
static atomic_int notices;
static int notice_pipe[2] = {-1, -1};

/// What ends a process, unless it is told otherwise.
static const int quit_signals[] = {
    SIGTERM, SIGHUP, SIGINT,  SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM,
    SIGPROF, SIGSYS, SIGXCPU,
#ifdef __linux__
    SIGPWR,  SIGIO,  SIGSTKFLT,
#endif
};
static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
static const int notice_signals[] = {SIGWINCH, SIGCONT, SIGTSTP};

#define count_of(array) (sizeof(array) / sizeof((array)[0]))

static struct sigaction previous[NSIG];
static bool is_taken[NSIG];

// MARK: Restoring

/// Writes without waiting for ever: a terminal that is stuck loses its waiting output instead.
static void write_fixed(const char *bytes, size_t count) {
  int refusals = 0;
  while (count > 0 && refusals < 3) {
    ssize_t written = write(plan.output, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno == EAGAIN) {
      refusals++;
      tcflush(plan.output, TCOFLUSH);
    } else if (written == 0 || errno != EINTR) {
      return;
    }
  }
}

void guard_prepare(const struct guard_plan *wanted) { plan = *wanted; }

void guard_hold(void) { atomic_store(&holds, true); }

bool guard_holds(void) { return atomic_load(&holds); }

/// Whether setting modes would stop the process, because another job has the terminal.
static bool is_in_background(void) {
  pid_t owner = tcgetpgrp(plan.input);
  return owner >= 0 && owner != getpgrp();
}

void guard_restore(void) {
  int error = errno;
  if (atomic_exchange(&holds, false) && !is_in_background()) {
    write_fixed(plan.leave, plan.leave_count);
    tcsetattr(plan.input, TCSANOW, &plan.found);
  }
  errno = error;
}

// MARK: Handlers

/// Dies of the signal, so that the parent sees the true cause.
static void quit(int signal) {
  guard_restore();
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  raise(signal);
}

/// Hands a fault on to whom it went before us: Swift's backtrace, then the default.
static void fault(int signal, siginfo_t *info, void *context) {
  (void)context;
  if (signal == SIGBUS && mapping_mend(info)) return;
  guard_restore();
  sigaction(signal, &previous[signal], NULL);
  // The faulting instruction runs again and faults again, except where it was a request.
  bool repeats = info->si_code > 0 && signal != SIGTRAP && signal != SIGABRT;
  if (!repeats) raise(signal);
}

static void note(int signal) {
  if (signal == SIGWINCH) guard_notify(terminal_was_resized);
  if (signal == SIGCONT) guard_notify(terminal_was_continued);
  if (signal == SIGTSTP) guard_notify(terminal_should_stop);
}

void guard_notify(int notice) {
  int error = errno;
  atomic_fetch_or(&notices, notice);
  ssize_t ignored = write(notice_pipe[1], "", 1);  // a full pipe already wakes
  (void)ignored;
  errno = error;
}

int guard_take_notices(void) {
  char bytes[64];
  while (read(notice_pipe[0], bytes, sizeof bytes) == sizeof bytes) continue;
  return atomic_exchange(&notices, 0);
}

void guard_forget(int notice) { atomic_fetch_and(&notices, ~notice); }

int guard_notice_descriptor(void) { return notice_pipe[0]; }

// MARK: Taking and giving back

/// Takes a signal, unless its being ignored was somebody's wish (`nohup`).
static void take(int signal, struct sigaction action, bool even_ignored) {
  struct sigaction found;
  sigaction(signal, NULL, &found);
  if (!is_taken[signal]) {
    if (found.sa_handler == SIG_IGN && !even_ignored) return;
    previous[signal] = found;
    is_taken[signal] = true;
  }
  sigaction(signal, &action, NULL);
}

static void take_all(void) {
  struct sigaction on_quit = {.sa_handler = quit, .sa_flags = SA_ONSTACK};
  struct sigaction on_fault = {.sa_sigaction = fault, .sa_flags = SA_ONSTACK | SA_SIGINFO};
  struct sigaction on_notice = {.sa_handler = note, .sa_flags = SA_ONSTACK | SA_RESTART};
  struct sigaction on_pipe = {.sa_handler = SIG_IGN};
  sigfillset(&on_quit.sa_mask);
  sigfillset(&on_notice.sa_mask);
  for (size_t i = 0; i < count_of(quit_signals); i++) take(quit_signals[i], on_quit, false);
  for (size_t i = 0; i < count_of(fatal_signals); i++) take(fatal_signals[i], on_fault, true);
  for (size_t i = 0; i < count_of(notice_signals); i++) take(notice_signals[i], on_notice, true);
  take(SIGPIPE, on_pipe, true);
}

static bool open_notice_pipe(void) {
  if (notice_pipe[0] >= 0) return true;
  return pipe2(notice_pipe, O_CLOEXEC | O_NONBLOCK) == 0;
}

bool guard_install(void) {
  static bool restores_at_exit;
  if (!open_notice_pipe()) return false;
  terminal_protect_thread();
  if (!restores_at_exit) restores_at_exit = atexit(guard_restore) == 0;
  take_all();
  return restores_at_exit;
}

void guard_remove(void) {
  for (int signal = 1; signal < NSIG; signal++) {
    struct sigaction now;
    sigaction(signal, NULL, &now);
    // Whoever took a fault after this hands it on, and stays.
    bool is_ours = !(now.sa_flags & SA_SIGINFO) || now.sa_sigaction == fault;
    if (is_taken[signal] && is_ours) sigaction(signal, &previous[signal], NULL);
    is_taken[signal] = false;
  }
}

void terminal_protect_thread(void) {
  enum { size = 64 * 1024 };
  stack_t found;
  if (sigaltstack(NULL, &found) != 0 || !(found.ss_flags & SS_DISABLE)) return;
  void *memory = malloc(size);
  if (memory == NULL) return;
  stack_t stack = {.ss_sp = memory, .ss_size = size};
  if (sigaltstack(&stack, NULL) != 0) free(memory);
}
