#pragma once
// The pane's terminal never enters the sandbox: the guest gets a pseudo-terminal of ours, and everything passes here
// (SBX 6.11, E29).

#include <memory>
#include <vector>

#include "base/result.h"

namespace sandbox {

// Moves bytes between the outer terminal and a pseudo-terminal. From begin() to finish() the outer terminal is in raw
// mode, so keys such as Ctrl-C and Ctrl-Z reach the guest's terminal as bytes; afterwards its modes are as before, and
// screen modes that the guest left on (alternate screen, mouse, bracketed paste) are off (SBX 6.7).
class TerminalRelay {
 public:
  // `input` and `output` are the outer terminal; -1 where that stream is none. The pseudo-terminal takes its size and
  // modes. Both stay the caller's and must outlive this.
  static base::Result<TerminalRelay> create(int input, int output);
  TerminalRelay(TerminalRelay&&) noexcept;
  TerminalRelay& operator=(TerminalRelay&&) = delete;
  ~TerminalRelay();  // finish()

  // The guest's side, until the guest has it.
  int guest_side() const;
  void close_guest_side();

  // Puts the outer terminal in raw mode.
  base::Result<> begin();

  // What to wait for before the next pump(); a side that must rest has no entry (back-pressure).
  struct Interest {
    int descriptor = -1;
    short events = 0;  // POLLIN, POLLOUT
  };
  std::vector<Interest> interests() const;

  // Moves what can be moved without blocking. False once the outer terminal is gone.
  bool pump();

  // The outer window changed its size (SIGWINCH).
  void resize();

  // After the guest's end: what it still wrote goes out (for at most two seconds), modes and screen are restored.
  void finish();

 private:
  struct State;
  explicit TerminalRelay(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox
