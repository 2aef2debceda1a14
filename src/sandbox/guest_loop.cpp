#include "sandbox/guest_loop.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "base/unicode.h"

namespace sandbox {
namespace {

constexpr int kPatienceMs = 1000;

bool is_readable(int descriptor, int timeout_ms) {
  pollfd entry{descriptor, POLLIN, 0};
  return poll(&entry, 1, timeout_ms) > 0;
}

void tell(const std::string& text) {
  const std::string line = fmt::format("\r\n{}\r\n", text);
  (void)!write(STDERR_FILENO, line.data(), line.size());
}

enum class Answer { go_on, end };

// While the guest stands still its terminal needs no keys: the next one is the answer.
Answer ask_about_mask(const GuestLoop& loop) {
  if (loop.relay == nullptr || isatty(STDIN_FILENO) == 0) {
    tell("There is nobody to ask: the sandbox is ended.");
    return Answer::end;
  }
  tell("Press c to go on all the same, q to end the sandbox.");
  for (;;) {
    char key = 0;
    if (is_readable(loop.signals.descriptor(), 0)) return Answer::end;
    if (!is_readable(STDIN_FILENO, 200)) continue;
    if (read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == '\x03') return Answer::end;
    if (key == 'c') return Answer::go_on;
  }
}

// False: the guest must end.
bool handle_masks(const GuestLoop& loop) {
  const auto replaced = loop.masks->replaced();
  if (replaced.empty()) return true;
  if (!loop.guest.pause()) return false;
  for (const auto& path : replaced) {
    tell(
        fmt::format("workmux: the excluded file '{}' was replaced, so the sandbox would see it. The sandbox is paused.",
                    base::sanitise_line(path.string())));
  }
  if (ask_about_mask(loop) == Answer::end) return false;
  return loop.guest.resume().has_value();
}

// Asked to end, then made to.
void end_guest(const GuestLoop& loop, int number) {
  loop.guest.ask_to_end(number);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (std::chrono::steady_clock::now() < end) {
    // Its last words must go out, or it would wait for room to write them.
    if (loop.relay != nullptr) loop.relay->pump();
    if (is_readable(loop.guest.pidfd(), 10)) break;
  }
  loop.guest.end();
}

struct Polled {
  std::vector<pollfd> entries;
  bool readable(size_t index) const { return index < entries.size() && entries[index].revents != 0; }
};

Polled wait_for_something(const GuestLoop& loop) {
  Polled polled;
  polled.entries = {{loop.guest.pidfd(), POLLIN, 0}, {loop.signals.descriptor(), POLLIN, 0}};
  // A descriptor below zero is left alone by poll.
  polled.entries.push_back({loop.masks != nullptr ? loop.masks->descriptor() : -1, POLLIN, 0});
  if (loop.relay != nullptr) {
    for (const auto& interest : loop.relay->interests())
      polled.entries.push_back({interest.descriptor, interest.events, 0});
  }
  (void)poll(polled.entries.data(), polled.entries.size(), -1);
  return polled;
}

// The signal that ends the guest, if there is one.
int take_signals(const GuestLoop& loop) {
  int ending = 0;
  while (const auto number = loop.signals.read()) {
    if (*number == SIGWINCH) {
      if (loop.relay != nullptr) loop.relay->resize();
    } else if (ending == 0) {
      ending = *number;
    }
  }
  return ending;
}

}  // namespace

base::Result<int> run_guest_loop(const GuestLoop& loop) {
  for (;;) {
    const Polled polled = wait_for_something(loop);
    if (loop.relay != nullptr && !loop.relay->pump()) {
      end_guest(loop, SIGHUP);
      return 1;
    }
    if (polled.readable(1)) {
      if (const int number = take_signals(loop); number != 0) {
        end_guest(loop, number);
        return 1;
      }
    }
    if (polled.readable(2) && !handle_masks(loop)) {
      loop.guest.end();
      return 1;
    }
    if (polled.readable(0)) return loop.guest.finish();
  }
}

}  // namespace sandbox
