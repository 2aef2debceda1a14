#include "os/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace os {
namespace {

// tcsetattr stops a background process by SIGTTOU, and that must not happen to one that only cleans up.
bool set_modes(int descriptor, const termios& modes) {
  sigset_t output_stop;
  sigset_t before;
  ::sigemptyset(&output_stop);
  ::sigaddset(&output_stop, SIGTTOU);
  ::pthread_sigmask(SIG_BLOCK, &output_stop, &before);
  int result = 0;
  do {
    result = ::tcsetattr(descriptor, TCSANOW, &modes);
  } while (result != 0 && errno == EINTR);
  const int error_number = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error_number;
  return result == 0;
}

}  // namespace

bool is_foreground(int descriptor) {
  if (!is_terminal(descriptor)) return false;
  // A terminal that is not ours to obey (-1) does not stop us either.
  const pid_t group = ::tcgetpgrp(descriptor);
  return group < 0 || group == ::getpgrp();
}

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

bool wants_colour(int descriptor, const Environment& environment) {
  if (const auto force = environment.get_non_empty("CLICOLOR_FORCE"); force && *force != "0") return true;
  if (environment.has("NO_COLOR") || environment.get("CLICOLOR") == "0" || environment.get("TERM") == "dumb") {
    return false;
  }
  return is_terminal(descriptor);
}

TerminalSize terminal_size(int descriptor) {
  winsize size = {};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {.columns = size.ws_col, .rows = size.ws_row};
}

base::Result<> set_terminal_size(int descriptor, TerminalSize size) {
  winsize wanted = {};
  wanted.ws_col = size.columns;
  wanted.ws_row = size.rows;
  if (::ioctl(descriptor, TIOCSWINSZ, &wanted) != 0) {
    return base::fail_errno("Could not set the size of the terminal", errno);
  }
  return {};
}

struct SavedTerminal::Modes {
  termios before;
};

SavedTerminal::SavedTerminal(int descriptor) : descriptor_(descriptor) {
  auto modes = std::make_unique<Modes>();
  if (::tcgetattr(descriptor, &modes->before) == 0) modes_ = std::move(modes);
}

SavedTerminal::~SavedTerminal() {
  restore();
}

base::Result<> SavedTerminal::make_raw() {
  if (!modes_) return {};
  termios raw = modes_->before;
  ::cfmakeraw(&raw);
  if (!set_modes(descriptor_, raw)) return base::fail_errno("Could not change the modes of the terminal", errno);
  return {};
}

void SavedTerminal::restore() {
  if (modes_) set_modes(descriptor_, modes_->before);
}

base::Result<PseudoTerminal> open_pseudo_terminal(TerminalSize size) {
  PseudoTerminal made;
  made.controller.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!made.controller.valid()) return base::fail_errno("Could not make a pseudo-terminal", errno);
  const int controller = made.controller.get();
  char name[64];
  if (::grantpt(controller) != 0 || ::unlockpt(controller) != 0 || ::ptsname_r(controller, name, sizeof name) != 0) {
    return base::fail_errno("Could not prepare a pseudo-terminal", errno);
  }
  made.name = name;
  made.terminal.reset(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!made.terminal.valid())
    return base::fail_errno(fmt::format("Could not open the pseudo-terminal '{}'", name), errno);
  TRY(set_terminal_size(made.terminal.get(), size));
  return made;
}

std::string terminal_reset_sequence() {
  return "\x1b[?2026l"                                   // synchronised output
         "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l"  // mouse
         "\x1b[?1004l\x1b[?2004l"                        // focus, bracketed paste
         "\x1b[?1l\x1b>"                                 // cursor and keypad application keys
         "\x1b[?1049l\x1b[?25h\x1b[0m";                  // alternate screen, cursor, attributes
}

}  // namespace os
