// What the terminal device needs from the drawing side.
#pragma once

#include "CTerminal.h"

/// Fixed strings of this terminal's type, without padding; empty where it has none.
struct screen_strings {
  const char *enter, *leave, *plain, *show_cursor;
};

/// Starts ncurses for TERM. It writes to memory, never to the terminal.
enum terminal_outcome screen_open(void);
void screen_close(void);
struct screen_strings screen_strings(void);
/// Forgets what is believed of the terminal's state, after somebody else had it.
void screen_forget(void);
