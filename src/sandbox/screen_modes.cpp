#include "sandbox/screen_modes.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sandbox {
namespace {

constexpr size_t kLongestControl = 64;
constexpr int kCursor = 25;  // shown unless switched off
// Application keys, alternate screens, mouse reporting, focus reporting, bracketed paste, synchronised output.
constexpr std::array kModes = {1,    9,    47,   66,   1000, 1001, 1002, 1003, 1004,
                               1005, 1006, 1015, 1016, 1047, 1049, 2004, 2026};

}  // namespace

void ScreenModes::feed(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    if (state_ == State::text) {
      at = bytes.find('\x1b', at);
      if (at == std::string_view::npos) return;
      state_ = State::escape;
      ++at;
      continue;
    }
    const char next = bytes[at++];
    if (state_ == State::escape) {
      if (next == '[') {
        state_ = State::control;
        control_.clear();
      } else if (next == 'c') {  // full reset
        private_modes_.clear();
        keyboard_ = false;
        state_ = State::text;
      } else if (next != '\x1b') {
        state_ = State::text;
      }
    } else if (next >= 0x40 && next <= 0x7e) {
      end_of_control(next);
      state_ = State::text;
    } else if (next == '\x1b') {
      state_ = State::escape;
    } else if (control_.size() < kLongestControl) {
      control_ += next;
    }
  }
}

void ScreenModes::end_of_control(char final) {
  if (control_.starts_with('?') && (final == 'h' || final == 'l')) {
    for (const auto part : base::split_views(std::string_view(control_).substr(1), ';')) {
      const auto mode = base::parse_integer(part);
      if (!mode) continue;
      const int number = static_cast<int>(*mode);
      const bool shown_by_default = number == kCursor;
      if (!shown_by_default && std::ranges::find(kModes, number) == kModes.end()) continue;
      if ((final == 'h') != shown_by_default) {
        private_modes_.insert(number);
      } else {
        private_modes_.erase(number);
      }
    }
  } else if (final == 'u' && control_.starts_with('>')) {
    keyboard_ = true;
  } else if (final == 'u' && control_.starts_with('<')) {
    keyboard_ = false;
  }
}

}  // namespace sandbox
