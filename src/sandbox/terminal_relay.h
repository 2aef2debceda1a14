#pragma once
// The pane's terminal never enters the sandbox: the guest gets a pseudo-terminal of ours, and everything passes here
// (SBX 6.11, E29).

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/terminal.h"

namespace sandbox {

// Moves bytes between the outer terminal (standard input and output of this process) and a pseudo-terminal. While it
// exists the outer terminal is in raw mode, so keys such as Ctrl-C and Ctrl-Z reach the guest's terminal as bytes; at
// the end the outer terminal's modes are as before and its screen modes are reset (SBX 6.7).
class TerminalRelay {
 public:
  // `input` and `output` are the outer terminal. The pseudo-terminal takes its size and modes.
  static base::Result<TerminalRelay> create(int input, int output);
  TerminalRelay(TerminalRelay&&) noexcept;
  TerminalRelay& operator=(TerminalRelay&&) = delete;
  ~TerminalRelay();

  // The guest's side; close_guest_side() after the guest has started.
  int guest_side() const;
  void close_guest_side();

  // Puts the outer terminal in raw mode.
  base::Result<> begin();
  // What to wait for: fills up to three poll entries. pollfd.events is 0 for a side that must rest (back-pressure).
  struct Interest {
    int descriptor = -1;
    short events = 0;
  };
  std::vector<Interest> interests() const;
  // Moves what can be moved without blocking. False once the guest's side is closed and everything has been written.
  bool pump();
  // The outer window changed its size (SIGWINCH).
  void resize();
  // Everything the guest still wrote goes out (bounded wait), modes and screen are restored. Also done at destruction.
  void finish();
  // The outer terminal is gone: nothing more is written to it.
  void abandon();

 private:
  struct State;
  explicit TerminalRelay(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox
