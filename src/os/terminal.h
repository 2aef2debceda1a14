#pragma once
// Terminals: what a stream is, its size, its modes, and pseudo-terminals.

#include <sys/ioctl.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/environment.h"

namespace os {

bool is_terminal(int descriptor);

// True for a terminal from which this process can read without being stopped, as it is in the background.
bool is_foreground(int descriptor);

// Whether text for this stream may be coloured (CLI 1.4): a terminal, TERM not "dumb", NO_COLOR unset, CLICOLOR not
// "0"; CLICOLOR_FORCE (not "0") forces it.
bool wants_colour(int descriptor, const Environment& environment);

struct TerminalSize {
  unsigned short columns = 80;
  unsigned short rows = 24;
};
// 80x24 when the descriptor is no terminal.
TerminalSize terminal_size(int descriptor);
base::Result<> set_terminal_size(int descriptor, TerminalSize size);

// Remembers the modes of a terminal and puts them back when it goes out of scope. Does nothing for other descriptors.
class SavedTerminal {
 public:
  explicit SavedTerminal(int descriptor);
  ~SavedTerminal();
  SavedTerminal(const SavedTerminal&) = delete;
  SavedTerminal& operator=(const SavedTerminal&) = delete;

  // No echo, no line editing, no signals from keys.
  base::Result<> make_raw();
  void restore();

 private:
  struct Modes;
  int descriptor_;
  std::unique_ptr<Modes> modes_;
};

struct PseudoTerminal {
  Descriptor controller;       // our side; non-blocking
  Descriptor terminal;         // the child's side
  std::filesystem::path name;  // /dev/pts/N
};
base::Result<PseudoTerminal> open_pseudo_terminal(TerminalSize size);

// What leaves a terminal usable after a program died on it: alternate screen, mouse modes, bracketed paste, application
// keys off, cursor shown, attributes reset.
std::string terminal_reset_sequence();

}  // namespace os
