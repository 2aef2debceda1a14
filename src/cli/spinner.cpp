#include "cli/spinner.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

#include "base/unicode.h"
#include "cli/output.h"
#include "os/terminal.h"

namespace cli {

namespace {

constexpr std::array kSigns = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr std::chrono::milliseconds kTick{120};

}  // namespace

Spinner::Spinner(std::string_view text) : text_(base::sanitise_line(text)), shown_(os::is_terminal(STDERR_FILENO)) {
  if (shown_) thread_ = std::thread([this] { turn(); });
}

Spinner::~Spinner() {
  fail();
}

void Spinner::turn() {
  std::unique_lock lock(mutex_);
  for (size_t i = 0; !done_; ++i) {
    print_to(STDERR_FILENO, fmt::format("\r{} {}\x1b[K", kSigns[i % kSigns.size()], text_));
    ended_.wait_for(lock, kTick, [this] { return done_; });
  }
}

void Spinner::finish(const char* sign) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  ended_.notify_one();
  thread_.join();
  print_to(STDERR_FILENO, fmt::format("\r{} {}\x1b[K\n", sign, text_));
}

}  // namespace cli
