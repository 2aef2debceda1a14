#pragma once
// Which modes a program switched on in a terminal, read from what it printed. After its end only those are switched
// off: leaving an alternate screen that was never entered would move the user's cursor.

#include <set>
#include <string>
#include <string_view>

namespace sandbox {

class ScreenModes {
 public:
  // Takes the next bytes of the output; sequences may be split between calls.
  void feed(std::string_view bytes);
  // True when something that a shell cannot live with is still on.
  bool any_left() const { return !private_modes_.empty() || keyboard_; }

 private:
  enum class State { text, escape, control };
  void end_of_control(char final);

  State state_ = State::text;
  std::string control_;          // parameters of the sequence so far
  std::set<int> private_modes_;  // DEC private modes in a state that must be undone
  bool keyboard_ = false;        // an extended keyboard protocol
};

}  // namespace sandbox
