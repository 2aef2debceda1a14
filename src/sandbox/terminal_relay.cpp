#include "sandbox/terminal_relay.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "os/descriptor.h"
#include "os/terminal.h"
#include "sandbox/screen_modes.h"

namespace sandbox {
namespace {

constexpr size_t kMost = 256U << 10;  // bytes held in one direction before its source must wait
constexpr std::chrono::seconds kLastWords{2};

// Bytes on their way; consumed from the front without moving the rest each time.
struct Buffer {
  std::string bytes;
  size_t start = 0;

  std::string_view waiting() const { return std::string_view(bytes).substr(start); }
  bool empty() const { return start == bytes.size(); }
  bool full() const { return bytes.size() - start >= kMost; }
  void take(size_t count) {
    start += count;
    if (start == bytes.size()) {
      bytes.clear();
      start = 0;
    } else if (start > kMost) {
      bytes.erase(0, start);
      start = 0;
    }
  }
};

enum class Moved { some, nothing, ended };

Moved read_into(int descriptor, Buffer& buffer, std::string& scratch) {
  const ssize_t count = read(descriptor, scratch.data(), scratch.size());
  if (count > 0) {
    buffer.bytes.append(scratch, 0, static_cast<size_t>(count));
    return Moved::some;
  }
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Moved::nothing;
  return Moved::ended;
}

Moved write_from(int descriptor, Buffer& buffer) {
  const auto waiting = buffer.waiting();
  const ssize_t count = write(descriptor, waiting.data(), waiting.size());
  if (count > 0) {
    buffer.take(static_cast<size_t>(count));
    return Moved::some;
  }
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return Moved::nothing;
  return Moved::ended;
}

bool is_ready(int descriptor, short events) {
  pollfd entry{descriptor, events, 0};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (events | POLLHUP | POLLERR)) != 0;
}

// The same terminal under a description of our own: making it non-blocking must not change the shell's.
os::Descriptor reopen_for_writing(int descriptor) {
  const auto name = fmt::format("/proc/self/fd/{}", descriptor);
  return os::Descriptor(open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

}  // namespace

struct TerminalRelay::State {
  State(int in, int out, os::PseudoTerminal pair)
      : input(in), output(out), pseudo(std::move(pair)), saved(in >= 0 ? in : out) {}

  int input;
  int output;
  os::PseudoTerminal pseudo;
  os::SavedTerminal saved;
  os::Descriptor own_output;  // non-blocking; invalid: `output` itself
  Buffer to_guest;
  Buffer to_outer;
  ScreenModes modes;
  std::string scratch = std::string(64U << 10, '\0');
  bool outer_gone = false;
  bool guest_ended = false;
  bool finished = false;

  int writable() const { return own_output.valid() ? own_output.get() : output; }
  void read_guest();
  void write_outer();
  void exchange_with_guest();
};

void TerminalRelay::State::read_guest() {
  while (!guest_ended && !to_outer.full()) {
    const size_t before = to_outer.bytes.size();
    const Moved moved = read_into(pseudo.controller.get(), to_outer, scratch);
    if (moved == Moved::some) modes.feed(std::string_view(to_outer.bytes).substr(before));
    if (moved == Moved::ended && !pseudo.terminal.valid()) guest_ended = true;
    if (moved != Moved::some) break;
  }
}

void TerminalRelay::State::write_outer() {
  if (output < 0 || outer_gone) {
    to_outer.take(to_outer.waiting().size());
    return;
  }
  while (!to_outer.empty()) {
    // A blocking descriptor takes a part when it says it can.
    if (!own_output.valid() && !is_ready(output, POLLOUT)) break;
    const Moved moved = write_from(writable(), to_outer);
    if (moved == Moved::ended) outer_gone = true;
    if (moved != Moved::some) break;
  }
}

void TerminalRelay::State::exchange_with_guest() {
  read_guest();
  write_outer();
  while (!to_guest.empty() && write_from(pseudo.controller.get(), to_guest) == Moved::some) {
  }
}

TerminalRelay::TerminalRelay(std::unique_ptr<State> state) : state_(std::move(state)) {}
TerminalRelay::TerminalRelay(TerminalRelay&&) noexcept = default;

TerminalRelay::~TerminalRelay() {
  if (state_) finish();
}

base::Result<TerminalRelay> TerminalRelay::create(int input, int output) {
  const int outer = output >= 0 ? output : input;
  auto pseudo =
      TRY_WITH(os::open_pseudo_terminal(os::terminal_size(outer)), "Could not make a terminal for the sandbox");
  termios modes{};
  if (tcgetattr(input >= 0 ? input : output, &modes) == 0) (void)tcsetattr(pseudo.terminal.get(), TCSANOW, &modes);
  auto state = std::make_unique<State>(input, output, std::move(pseudo));
  if (output >= 0) state->own_output = reopen_for_writing(output);
  return TerminalRelay(std::move(state));
}

int TerminalRelay::guest_side() const {
  return state_->pseudo.terminal.get();
}

void TerminalRelay::close_guest_side() {
  state_->pseudo.terminal.reset();
}

base::Result<> TerminalRelay::begin() {
  if (state_->input < 0) return {};
  return state_->saved.make_raw();
}

std::vector<TerminalRelay::Interest> TerminalRelay::interests() const {
  std::vector<Interest> interests;
  const State& state = *state_;
  if (state.input >= 0 && !state.outer_gone && !state.to_guest.full()) interests.push_back({state.input, POLLIN});
  short guest = 0;
  if (!state.to_outer.full()) guest |= POLLIN;
  if (!state.to_guest.empty()) guest |= POLLOUT;
  if (guest != 0 && !state.guest_ended) interests.push_back({state.pseudo.controller.get(), guest});
  if (!state.to_outer.empty() && state.output >= 0 && !state.outer_gone)
    interests.push_back({state.writable(), POLLOUT});
  return interests;
}

bool TerminalRelay::pump() {
  State& state = *state_;
  if (state.input >= 0 && !state.outer_gone && !state.to_guest.full() && is_ready(state.input, POLLIN)) {
    if (read_into(state.input, state.to_guest, state.scratch) == Moved::ended) state.outer_gone = true;
  }
  state.exchange_with_guest();
  return !state.outer_gone;
}

void TerminalRelay::resize() {
  const int outer = state_->output >= 0 ? state_->output : state_->input;
  (void)os::set_terminal_size(state_->pseudo.controller.get(), os::terminal_size(outer));
}

void TerminalRelay::finish() {
  State& state = *state_;
  if (std::exchange(state.finished, true)) return;
  close_guest_side();
  const auto end = base::now() + kLastWords;
  while (base::now() < end && !state.outer_gone) {
    state.read_guest();
    state.write_outer();
    if (state.to_outer.empty() && (state.guest_ended || !is_ready(state.pseudo.controller.get(), POLLIN))) break;
    if (!state.to_outer.empty()) {
      pollfd entry{state.writable(), POLLOUT, 0};
      poll(&entry, 1, 50);
    }
  }
  if (state.output >= 0 && !state.outer_gone && state.modes.any_left()) {
    state.to_outer.bytes += os::terminal_reset_sequence();
    state.write_outer();
  }
  state.saved.restore();
}

}  // namespace sandbox
