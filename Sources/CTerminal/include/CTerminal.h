// The terminal behind plain functions: ncurses draws, nothing of ncurses is seen.
//
// One thread, the one that opened the terminal, calls these functions; only `terminal_wake` and
// `terminal_protect_thread` may be called from any. There is one terminal in a process, because
// signals and exit restore it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What came of opening the terminal.
enum terminal_outcome {
  terminal_opened,
  /// Standard output is no terminal, or there is none to read keys from.
  terminal_absent,
  /// TERM is unset or empty.
  terminal_type_unset,
  /// The terminfo database does not know TERM.
  terminal_type_unknown,
  /// The terminal cannot move its cursor or clear its screen.
  terminal_type_too_plain,
  /// The system refused: no memory, no descriptors.
  terminal_refused,
};

/// A size in cells.
struct terminal_size {
  int rows, columns;
};

/// How cells look. A colour is 0 … 255, or −1 for the terminal's own.
struct terminal_look {
  int foreground, background;
  bool bold, underline, reverse, dim;
};

/// What `terminal_wait` and `terminal_take_notices` tell, as bits.
enum {
  /// Bytes can be read.
  terminal_has_input = 1,
  /// A signal came or another thread called `terminal_wake`.
  terminal_has_notice = 2,
  /// More output can be written.
  terminal_takes_output = 4,
  /// The terminal is gone.
  terminal_is_gone = 8,

  terminal_was_woken = 1,
  terminal_was_resized = 2,
  terminal_was_continued = 4,
  terminal_should_stop = 8,
};

/// Enters full-screen mode. Without `mouse`, the terminal keeps its own text selection.
enum terminal_outcome terminal_open(bool mouse);
/// Leaves full-screen mode and restores every mode. Harmless when not open.
void terminal_close(void);

/// Whether TERM was unknown and taken for `xterm-256color` because of its name.
bool terminal_fell_back(void);
/// Whether the locale can write Unicode; if not, only ASCII may be drawn.
bool terminal_writes_unicode(void);
/// The number of colours that the terminal has; 0 without colour.
int terminal_color_count(void);
/// The window's present size, at most 500 rows of 1000 columns.
struct terminal_size terminal_current_size(void);
/// Prepares an empty screen of this size, to be painted whole.
void terminal_clear(struct terminal_size size);

/// Draws cells that look alike, from a place on. Cell *i* has the next `lengths[i]` scalars;
/// a cell of none lies behind a wide one. What cannot be drawn in its cell becomes U+FFFD or `?`.
void terminal_put(
  int row, int column, const uint32_t *scalars, const uint8_t *lengths, int cells,
  struct terminal_look look);
/// Says where the cursor is, whatever width the terminal gave to what was drawn before.
void terminal_fence(int row, int column);
/// Ends a screenful: the cursor rests at a place, or is hidden when `row` is negative.
void terminal_finish_frame(int row, int column);
/// Sends bytes of our own after what was drawn.
void terminal_append(const uint8_t *bytes, size_t count);
/// Writes as much as the terminal takes without waiting; whether nothing is left.
bool terminal_send(void);

/// Waits for input, a notice, or room for unsent output; −1 waits without limit. 0 after the time.
int terminal_wait(int milliseconds);
/// Reads what has come: the number of bytes, 0 when none is left, −1 when the terminal is gone.
ptrdiff_t terminal_read(uint8_t *buffer, size_t capacity);
/// The notices since the last call.
int terminal_take_notices(void);
/// Makes `terminal_wait` return. Callable from any thread and from a signal handler.
void terminal_wake(void);

/// Leaves the terminal as it was found, stops the process as Ctrl-Z does, and comes back.
void terminal_suspend(void);
/// Enters every mode again, after somebody else had the terminal.
void terminal_resume(void);

/// Gives the calling thread a stack for signal handlers, so that the terminal is restored even
/// when the thread's own stack overflows. Once a thread; later calls do nothing.
void terminal_protect_thread(void);
