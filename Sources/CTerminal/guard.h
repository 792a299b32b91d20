// Restores the terminal on every way out of the process: signals, traps, exit.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

/// What restoring needs, copied so that a signal handler can use it.
struct guard_plan {
  /// A descriptor of the terminal for output that does not block, and one for input.
  int output, input;
  /// The modes that were found.
  struct termios found;
  /// The bytes that undo what was switched on.
  char leave[256];
  size_t leave_count;
};

/// Catches signals and exit from now on: before ncurses starts, which then leaves them alone.
/// False when the system refuses.
bool guard_install(void);
/// Gives the signals back.
void guard_remove(void);
/// Says how to restore the terminal.
void guard_prepare(const struct guard_plan *plan);

/// Says whether the terminal is now ours, and so whether it must be restored.
void guard_hold(void);
bool guard_holds(void);
/// Gives the terminal back. Safe in a signal handler and on any thread; only the first call acts.
void guard_restore(void);

/// The descriptor that becomes readable when a notice comes.
int guard_notice_descriptor(void);
/// The notices since the last call, as the bits of CTerminal.h.
int guard_take_notices(void);
void guard_notify(int notice);
/// Takes a notice back that has been dealt with.
void guard_forget(int notice);
