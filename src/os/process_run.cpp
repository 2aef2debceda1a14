#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/shell.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/broken_pipe.h"
#include "os/process.h"
#include "os/process_group.h"

namespace os {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Between TERM and KILL.
constexpr milliseconds kPatience{5000};
// What the program's own children still say after its end is taken this long; a child left in the background may hold
// the pipe open for ever.
constexpr milliseconds kAfterEnd{50};

void make_non_blocking(const Descriptor& descriptor) {
  if (!descriptor.valid()) return;
  const int flags = ::fcntl(descriptor.get(), F_GETFL);
  ::fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
}

// Moves bytes between a child's pipes and an Outcome until the child has ended.
class Exchange {
 public:
  Exchange(Child& child, const Command& command) : child_(child), command_(command), input_(command.input) {
    make_non_blocking(child.standard_input());
    make_non_blocking(child.standard_output());
    make_non_blocking(child.standard_error());
  }

  Outcome to_the_end() {
    const bool limited = command_.time_limit.count() > 0;
    if (limited) deadline_ = Clock::now() + command_.time_limit;
    while (!finished()) {
      poll_once();
      if (outcome_.too_much_output) break;
      if (deadline_ && !ended_ && Clock::now() >= *deadline_) {
        outcome_.timed_out = true;
        break;
      }
    }
    // Closed first: a program that is about to end must not wait for us to read what we drop.
    child_.standard_input().reset();
    if (outcome_.timed_out || outcome_.too_much_output) {
      if (outcome_.too_much_output) close_outputs();
      return end_by_force();
    }
    drain(child_.standard_output(), outcome_.output);
    drain(child_.standard_error(), outcome_.errors);
    if (auto result = child_.wait()) merge(*result);
    return std::move(outcome_);
  }

 private:
  bool outputs_closed() { return !child_.standard_output().valid() && !child_.standard_error().valid(); }
  bool finished() { return ended_ && (outputs_closed() || Clock::now() >= *deadline_); }

  void close_outputs() {
    child_.standard_output().reset();
    child_.standard_error().reset();
  }

  void poll_once() {
    if (input_.empty()) child_.standard_input().reset();
    std::array<pollfd, 4> entries{{{child_.standard_input().get(), POLLOUT, 0},
                                   {child_.standard_output().get(), POLLIN, 0},
                                   {child_.standard_error().get(), POLLIN, 0},
                                   {ended_ ? -1 : child_.pidfd(), POLLIN, 0}}};
    if (::poll(entries.data(), entries.size(), deadline_ ? detail::poll_timeout(*deadline_) : -1) < 0) return;
    if (entries[0].revents != 0) feed();
    if (entries[1].revents != 0) take(child_.standard_output(), outcome_.output);
    if (entries[2].revents != 0) take(child_.standard_error(), outcome_.errors);
    if (entries[3].revents != 0) {
      ended_ = true;
      deadline_ = Clock::now() + kAfterEnd;
    }
  }

  void feed() {
    const detail::BrokenPipeGuard guard;
    const ssize_t written = ::write(child_.standard_input().get(), input_.data(), input_.size());
    if (written >= 0) {
      input_.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      input_ = {};  // it does not want the rest
    }
  }

  void take(Descriptor& from, std::string& to) {
    std::array<char, 64U << 10> buffer;  // NOLINT: filled by read
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
      from.reset();
      return;
    }
    const auto count = static_cast<size_t>(got);
    const size_t room = command_.output_limit - to.size();
    to.append(buffer.data(), std::min(count, room));
    if (count > room) outcome_.too_much_output = true;
  }

  // What waits in the pipe, however late we come to it; bounded, because somebody may still write.
  void drain(Descriptor& from, std::string& to) {
    constexpr size_t kLargestPipe = 1U << 20;
    const size_t before = to.size();
    while (from.valid() && to.size() - before < kLargestPipe && !outcome_.too_much_output) {
      pollfd entry{from.get(), POLLIN, 0};
      if (::poll(&entry, 1, 0) <= 0) return;
      take(from, to);
    }
  }

  // TERM for the group; what it says while it ends is read, so that it can end; then KILL.
  Outcome end_by_force() {
    const auto end = Clock::now() + kPatience;
    child_.signal(SIGTERM);
    child_.signal(SIGCONT);
    deadline_ = end;
    while (!ended_ && Clock::now() < end) {
      poll_once();
      if (outcome_.too_much_output) close_outputs();
      if (ended_) deadline_ = end;
    }
    close_outputs();
    if (command_.new_group || command_.new_session) detail::wait_for_group(child_.pid(), end);
    child_.signal(SIGKILL);
    if (auto result = child_.wait()) merge(*result);
    return std::move(outcome_);
  }

  void merge(const Outcome& result) {
    outcome_.exit_code = result.exit_code;
    outcome_.signal = result.signal;
  }

  Child& child_;
  const Command& command_;
  std::string_view input_;
  Outcome outcome_;
  bool ended_ = false;
  std::optional<Clock::time_point> deadline_;
};

// The end of what a program printed on stderr: that is where it says why it failed.
std::string printed_cause(std::string_view errors) {
  constexpr size_t kMost = 4U << 10;
  std::string text = base::sanitise(errors.size() > 4 * kMost ? errors.substr(errors.size() - 4 * kMost) : errors);
  std::string_view kept = base::trim(text);
  if (kept.size() > kMost) {
    kept.remove_prefix(kept.size() - kMost);
    const size_t line = kept.find('\n');
    if (line != std::string_view::npos) kept.remove_prefix(line + 1);
    // Not in the middle of a character.
    while (!kept.empty() && (static_cast<unsigned char>(kept.front()) & 0xC0U) == 0x80U) kept.remove_prefix(1);
  }
  return std::string(kept);
}

std::string what_happened(const Command& command, const Outcome& outcome) {
  if (outcome.timed_out) {
    return fmt::format("did not finish within {} s", static_cast<double>(command.time_limit.count()) / 1000.0);
  }
  if (outcome.too_much_output) return fmt::format("printed more than {} bytes", command.output_limit);
  if (outcome.signal != 0) {
    const char* name = ::sigabbrev_np(outcome.signal);
    return fmt::format("was ended by signal {}{}", outcome.signal,
                       name != nullptr ? fmt::format(" (SIG{})", name) : std::string());
  }
  return fmt::format("failed with exit code {}", outcome.exit_code);
}

}  // namespace

base::Result<Outcome> run(const Command& command) {
  if (command.input.empty() || command.stdin_stream == Stream::capture) {
    Child child = TRY(start(command));
    return Exchange(child, command).to_the_end();
  }
  Command with_input = command;
  with_input.stdin_stream = Stream::capture;
  return run(with_input);
}

base::Result<std::string> run_checked(const Command& command) {
  Outcome outcome = TRY(run(command));
  if (outcome.ok() && !outcome.timed_out && !outcome.too_much_output) return std::move(outcome.output);
  std::vector<std::string> words;
  for (const std::string& argument : command.arguments) words.push_back(base::shell_word(argument));
  const std::string line = base::truncate_to_width(base::sanitise_line(base::join(words, " ")), 300);
  auto error = base::fail(fmt::format("'{}' {}", line, what_happened(command, outcome)));
  const std::string cause = printed_cause(outcome.errors);
  if (!cause.empty()) error.error().causes.push_back(cause);
  return error;
}

}  // namespace os
