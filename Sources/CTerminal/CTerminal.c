// The terminal device: its descriptors, modes, size, waiting and reading. Drawing is in screen.c.
#define _GNU_SOURCE
#include "CTerminal.h"

#include "guard.h"
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int output = -1, input = -1;
static struct termios found, raw;
static char enter[256], leave[256];

// Bytes on their way to the terminal: [unsent_start, unsent_end) of the buffer.
static uint8_t *unsent;
static size_t unsent_start, unsent_end, unsent_capacity;

// MARK: Opening

/// Opens a terminal once more, so that not blocking is ours alone and not the shell's as well.
static int reopen(int descriptor) {
  char name[128];
  if (isatty(descriptor)) {
    if (ttyname_r(descriptor, name, sizeof name) != 0) return dup(descriptor);
    int again = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    return again >= 0 ? again : dup(descriptor);
  }
  return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
}

static void close_descriptors(void) {
  if (output >= 0) close(output);
  if (input >= 0) close(input);
  output = input = -1;
}

static bool open_descriptors(void) {
  if (!isatty(STDOUT_FILENO)) return false;
  output = reopen(STDOUT_FILENO);
  input = reopen(STDIN_FILENO);
  if (output >= 0 && input >= 0 && tcgetattr(input, &found) == 0) return true;
  close_descriptors();
  return false;
}

static void make_raw(void) {
  raw = found;
  raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  raw.c_oflag &= ~(tcflag_t)OPOST;
  raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
}

/// The bytes that switch on what ncurses does not, and that undo everything: buttons with motion
/// (1002) in decimal reports (1006), pastes in brackets (2004), focus (1004).
static void compose_modes(bool mouse) {
  struct screen_strings strings = screen_strings();
  snprintf(
    enter, sizeof enter, "%s%s\033[?2004h\033[?1004h", strings.enter,
    mouse ? "\033[?1002h\033[?1006h" : "");
  snprintf(
    leave, sizeof leave, "\033[?1004l\033[?2004l%s%s%s%s",
    mouse ? "\033[?1006l\033[?1002l" : "", strings.plain, strings.show_cursor, strings.leave);
}

static void prepare_guard(void) {
  struct guard_plan plan = {.output = output, .input = input, .found = found};
  plan.leave_count = strlen(leave);
  memcpy(plan.leave, leave, sizeof leave);
  guard_prepare(&plan);
}

static bool take_terminal(void) {
  guard_hold();
  if (tcsetattr(input, TCSANOW, &raw) != 0) return false;
  terminal_append((const uint8_t *)enter, strlen(enter));
  return true;
}

enum terminal_outcome terminal_open(bool mouse) {
  if (!open_descriptors()) return terminal_absent;
  enum terminal_outcome outcome = guard_install() ? screen_open() : terminal_refused;
  if (outcome == terminal_opened) {
    make_raw();
    compose_modes(mouse);
    prepare_guard();
    if (take_terminal()) {
      terminal_clear(terminal_current_size());
      return terminal_opened;
    }
    outcome = terminal_refused;
  }
  terminal_close();
  return outcome;
}

void terminal_close(void) {
  if (output < 0) return;
  if (guard_holds()) {
    terminal_send();
    unsent_start = unsent_end = 0;
  }
  guard_restore();
  guard_remove();
  screen_close();
  close_descriptors();
}

// MARK: Size

static int clamped(int value, int fallback, int limit) {
  if (value <= 0) return fallback;
  return value < limit ? value : limit;
}

struct terminal_size terminal_current_size(void) {
  struct winsize window = {0};
  ioctl(output, TIOCGWINSZ, &window);
  return (struct terminal_size){
    .rows = clamped(window.ws_row, 24, 500), .columns = clamped(window.ws_col, 80, 1000)};
}

// MARK: Output

void terminal_append(const uint8_t *bytes, size_t count) {
  if (unsent_start == unsent_end) unsent_start = unsent_end = 0;
  if (count > unsent_capacity - unsent_end) {
    size_t capacity = 2 * (unsent_end + count);
    uint8_t *larger = realloc(unsent, capacity);
    if (larger == NULL) return;
    unsent = larger;
    unsent_capacity = capacity;
  }
  memcpy(unsent + unsent_end, bytes, count);
  unsent_end += count;
}

bool terminal_send(void) {
  while (unsent_start < unsent_end && guard_holds()) {
    ssize_t written = write(output, unsent + unsent_start, unsent_end - unsent_start);
    if (written > 0) {
      unsent_start += (size_t)written;
    } else if (written == 0 || errno == EAGAIN) {
      return false;
    } else if (errno != EINTR) {
      unsent_start = unsent_end;  // the terminal is gone; reading will say so
    }
  }
  return unsent_start == unsent_end;
}

// MARK: Waiting and reading

int terminal_wait(int milliseconds) {
  bool has_unsent = unsent_start < unsent_end;
  struct pollfd watched[] = {
    {.fd = input, .events = POLLIN},
    {.fd = guard_notice_descriptor(), .events = POLLIN},
    {.fd = has_unsent ? output : -1, .events = POLLOUT},
  };
  int count = poll(watched, sizeof watched / sizeof watched[0], milliseconds);
  if (count < 0) return errno == EINTR ? terminal_has_notice : terminal_is_gone;
  int result = 0;
  if (watched[0].revents & POLLIN) result |= terminal_has_input;
  else if (watched[0].revents) result |= terminal_is_gone;
  if (watched[1].revents) result |= terminal_has_notice;
  if (watched[2].revents) result |= terminal_takes_output;
  return result;
}

ptrdiff_t terminal_read(uint8_t *buffer, size_t capacity) {
  for (;;) {
    struct pollfd watched = {.fd = input, .events = POLLIN};
    if (poll(&watched, 1, 0) == 0) return 0;  // also where not blocking was refused
    ssize_t count = read(input, buffer, capacity);
    if (count > 0) return count;
    if (count < 0 && errno == EINTR) continue;
    return count < 0 && errno == EAGAIN ? 0 : -1;
  }
}

int terminal_take_notices(void) { return guard_take_notices(); }

void terminal_wake(void) { guard_notify(terminal_was_woken); }

// MARK: Suspending

void terminal_resume(void) {
  // In the background this stops the process until it is in the foreground again.
  unsent_start = unsent_end = 0;
  take_terminal();
  screen_forget();
  terminal_clear(terminal_current_size());
}

void terminal_suspend(void) {
  terminal_send();
  guard_restore();
  struct sigaction ignored = {.sa_handler = SIG_IGN}, plain = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &ignored, &ours);
  kill(0, SIGTSTP);  // the rest of the job, as the key would have
  sigaction(SIGTSTP, &plain, NULL);
  raise(SIGTSTP);  // on this very thread, so that nothing runs before the stop
  sigaction(SIGTSTP, &ours, NULL);
  guard_forget(terminal_was_continued | terminal_was_resized | terminal_should_stop);
  terminal_resume();
}
