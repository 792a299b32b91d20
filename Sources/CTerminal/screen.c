// Drawing. ncurses turns cells into bytes; they are collected in memory and sent by CTerminal.c,
// so that a frame is one write and a terminal that is stuck blocks nobody.
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_NOMACROS 1
#include "screen.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#undef columns  // term.h names its capabilities as macros

static SCREEN *screen;
static FILE *sink, *nothing;
static bool fell_back, writes_unicode;
static int color_count;
static int cursor_is_shown;  // −1: not known
static struct {
  char enter[64], leave[64], plain[64], show_cursor[64], hide_cursor[64], address[128];
} strings;

// MARK: Opening

/// Unicode, from the locale or in spite of it; whether that succeeded.
static bool set_unicode_locale(void) {
  static const char *const candidates[] = {"", "C.UTF-8", "C.utf8"};
  for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
    if (setlocale(LC_CTYPE, candidates[i]) == NULL) continue;
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  }
  setlocale(LC_CTYPE, "C");
  return false;
}

/// Whether a type is known to be like xterm, so that its missing entry can be replaced.
static bool is_like_xterm(const char *type) {
  static const char *const names[] = {"xterm", "alacritty", "kitty", "foot", "wezterm", "ghostty"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strncmp(type, names[i], strlen(names[i])) == 0) return true;
  return false;
}

static bool is_known(const char *type) {
  int error = 0;
  if (setupterm(type, fileno(sink), &error) != OK) return false;
  return true;
}

static const char *capability(const char *name) {
  const char *value = tigetstr(name);
  return value == NULL || value == (const char *)-1 ? "" : value;
}

/// Copies a capability without its padding, which no terminal of today needs.
static void copy_capability(const char *name, char *copy, size_t capacity) {
  const char *from = capability(name);
  size_t count = 0;
  while (*from != 0 && count + 1 < capacity) {
    const char *end = from[0] == '$' && from[1] == '<' ? strchr(from, '>') : NULL;
    if (end != NULL)
      from = end + 1;
    else
      copy[count++] = *from++;
  }
  copy[count] = 0;
}

static void read_strings(void) {
  copy_capability("smcup", strings.enter, sizeof strings.enter);
  copy_capability("rmcup", strings.leave, sizeof strings.leave);
  copy_capability("sgr0", strings.plain, sizeof strings.plain);
  copy_capability("cnorm", strings.show_cursor, sizeof strings.show_cursor);
  copy_capability("civis", strings.hide_cursor, sizeof strings.hide_cursor);
  copy_capability("cup", strings.address, sizeof strings.address);
  // Without another screen to leave, what follows belongs on a line of its own.
  if (strings.leave[0] == 0) strcpy(strings.leave, "\r\n");
}

struct screen_strings screen_strings(void) {
  return (struct screen_strings){
    .enter = strings.enter, .leave = strings.leave, .plain = strings.plain,
    .show_cursor = strings.show_cursor};
}

static bool open_sink(void) {
  int memory = memfd_create("screen", MFD_CLOEXEC);
  sink = memory < 0 ? NULL : fdopen(memory, "w");
  nothing = fopen("/dev/null", "re");
  return sink != NULL && nothing != NULL;
}

static enum terminal_outcome choose_type(const char **type) {
  if (*type == NULL || **type == 0) return terminal_type_unset;
  fell_back = !is_known(*type);
  if (fell_back) {
    if (!is_like_xterm(*type) || !is_known("xterm-256color")) return terminal_type_unknown;
    *type = "xterm-256color";
  }
  bool draws = *capability("cup") != 0 && *capability("clear") != 0;
  return draws ? terminal_opened : terminal_type_too_plain;
}

static void discard(void) {
  if (ftruncate(fileno(sink), 0) == 0) lseek(fileno(sink), 0, SEEK_SET);
}

enum terminal_outcome screen_open(void) {
  if (!open_sink()) return terminal_refused;
  const char *type = getenv("TERM");
  enum terminal_outcome outcome = choose_type(&type);
  if (outcome != terminal_opened) return outcome;
  writes_unicode = set_unicode_locale();
  read_strings();
  // The size is ours to say: LINES could be absurd, and the sink has none. What is asked for here
  // only makes ncurses assume 24 rows of 80 where the terminal's entry names no size.
  use_env(FALSE);
  use_tioctl(TRUE);
  screen = newterm(type, sink, nothing);
  if (screen == NULL) return terminal_refused;
  typeahead(-1);
  idcok(stdscr, FALSE);
  color_count = start_color() == OK ? COLORS : 0;
  use_default_colors();
  cursor_is_shown = -1;
  fflush(sink);
  doupdate();  // what newterm says at the start is part of the modes that we switch ourselves
  discard();
  return terminal_opened;
}

void screen_close(void) {
  if (screen != NULL) {
    endwin();
    delscreen(screen);
  }
  if (sink != NULL) fclose(sink);
  if (nothing != NULL) fclose(nothing);
  screen = NULL;
  sink = nothing = NULL;
}

bool terminal_fell_back(void) { return fell_back; }
bool terminal_writes_unicode(void) { return writes_unicode; }
int terminal_color_count(void) { return color_count; }

// MARK: Drawing

/// Moves what ncurses has written to the bytes that are sent.
static void collect(void) {
  uint8_t bytes[16 * 1024];
  ssize_t count;
  off_t position = 0;
  while ((count = pread(fileno(sink), bytes, sizeof bytes, position)) > 0) {
    terminal_append(bytes, (size_t)count);
    position += count;
  }
  discard();
}

static void append_string(const char *string) {
  terminal_append((const uint8_t *)string, strlen(string));
}

void screen_forget(void) { cursor_is_shown = -1; }

void terminal_clear(struct terminal_size size) {
  resizeterm(size.rows, size.columns);
  erase();
  clearok(stdscr, TRUE);
}

/// One cell of a base and its marks; U+FFFD or `?` where the two are not what a cell can hold.
static void compose(const uint32_t *scalars, int count, int width, wchar_t cell[CCHARW_MAX + 1]) {
  int length = 0;
  for (int i = 0; i < count && length < CCHARW_MAX; i++) {
    bool fits = i == 0 ? wcwidth((wchar_t)scalars[0]) == width : wcwidth((wchar_t)scalars[i]) == 0;
    if (i == 0 && !fits) {
      bool narrow = wcwidth((wchar_t)scalars[0]) == 1;
      cell[length++] = narrow ? (wchar_t)scalars[0] : writes_unicode ? 0xFFFD : L'?';
    } else if (fits) {
      cell[length++] = (wchar_t)scalars[i];
    }
  }
  cell[length] = 0;
}

static attr_t attributes(struct terminal_look look) {
  return (look.bold ? A_BOLD : 0) | (look.underline ? A_UNDERLINE : 0) |
         (look.reverse ? A_REVERSE : 0) | (look.dim ? A_DIM : 0);
}

static int color_pair(struct terminal_look look) {
  bool plain = look.foreground < 0 && look.background < 0;
  if (plain || color_count == 0) return 0;
  int pair = alloc_pair(look.foreground, look.background);
  return pair < 0 ? 0 : pair;
}

static void put_cell(int row, int column, const wchar_t *text, struct terminal_look look) {
  int pair = color_pair(look);
  cchar_t cell;
  if (setcchar(&cell, text, attributes(look), 0, &pair) != OK) return;
  mvadd_wch(row, column, &cell);  // an error in the last cell only says that there is no next
}

void terminal_put(
  int row, int column, const uint32_t *scalars, const uint8_t *lengths, int cells,
  struct terminal_look look) {
  for (int i = 0; i < cells; scalars += lengths[i], i++) {
    if (row >= LINES || column + i >= COLS) return;
    if (lengths[i] == 0) continue;
    int width = i + 1 < cells && lengths[i + 1] == 0 && column + i + 1 < COLS ? 2 : 1;
    wchar_t text[CCHARW_MAX + 1];
    compose(scalars, lengths[i], width, text);
    put_cell(row, column + i, text, look);
    if (width == 2 && wcwidth(text[0]) == 1) put_cell(row, column + i + 1, L" ", look);
  }
}

void terminal_fence(int row, int column) {
  move(row, column < COLS ? column : COLS - 1);
  refresh();
  collect();
  if (column < COLS) append_string(tparm(strings.address, row, column));
}

static void show_cursor(bool shown) {
  if (cursor_is_shown == (int)shown) return;
  append_string(shown ? strings.show_cursor : strings.hide_cursor);
  cursor_is_shown = shown;
}

void terminal_finish_frame(int row, int column) {
  if (row >= 0) move(row, column);
  refresh();
  collect();
  show_cursor(row >= 0);
}
