#include "sandbox/server/host_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "base/clock.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/process.h"

namespace sandbox::server {

namespace {

using std::chrono::milliseconds;

constexpr size_t kChunk = 8192;
constexpr size_t kKept = 64U << 10;  // of what goes into an error

void set_non_blocking(const os::Descriptor& descriptor) {
  const int flags = fcntl(descriptor.get(), F_GETFL);
  if (flags >= 0) (void)fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
}

// A running host child with its pipes.
class Conversation {
 public:
  Conversation(os::Child child, os::Descriptor critical, std::string input, milliseconds patience)
      : child_(std::move(child)), critical_(std::move(critical)), input_(std::move(input)), patience_(patience) {
    for (const auto* pipe :
         {&child_.standard_input(), &child_.standard_output(), &child_.standard_error(), &critical_}) {
      set_non_blocking(*pipe);
    }
  }

  struct Sinks {
    Sink output;
    Sink errors;
  };

  // Serves the pipes until the child has ended.
  os::Outcome run(const Sinks& sinks, const CancelToken& cancel) {
    while (true) {
      wait(cancel);
      write_input();
      drain(child_.standard_output(), sinks.output);
      drain(child_.standard_error(), sinks.errors);
      note_critical();
      if (auto outcome = child_.wait(milliseconds(0))) {
        // What it wrote last; a grandchild that keeps the pipe open is not waited for.
        while (drain(child_.standard_output(), sinks.output)) continue;
        while (drain(child_.standard_error(), sinks.errors)) continue;
        return *std::move(outcome);
      }
      end_if_cancelled(cancel);
    }
  }

  bool cancelled() const { return cancelled_; }

 private:
  void wait(const CancelToken& cancel) {
    std::vector<pollfd> polls = {{child_.pidfd(), POLLIN, 0},
                                 {child_.standard_output().get(), POLLIN, 0},
                                 {child_.standard_error().get(), POLLIN, 0},
                                 {critical_.get(), POLLIN, 0}};
    if (!input_.empty()) polls.push_back({child_.standard_input().get(), POLLOUT, 0});
    int timeout = -1;
    if (!cancelled_) {
      polls.insert(polls.end(), cancel.polls().begin(), cancel.polls().end());
    } else if (!critical_reached_ && !killed_) {
      timeout = static_cast<int>(std::max<long>(0, std::chrono::ceil<milliseconds>(kill_at_ - base::now()).count()));
    }
    (void)poll(polls.data(), polls.size(), timeout);
  }

  void write_input() {
    os::Descriptor& pipe = child_.standard_input();
    while (pipe.valid() && !input_.empty()) {
      const ssize_t count = write(pipe.get(), input_.data(), input_.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return;
      // A child that does not read its request ends with an error of its own.
      if (count < 0)
        input_.clear();
      else
        input_.erase(0, static_cast<size_t>(count));
    }
    pipe.reset();
  }

  // Hands on what is there; true when there was something and there may be more.
  static bool drain(os::Descriptor& pipe, const Sink& sink) {
    if (!pipe.valid()) return false;
    std::array<char, kChunk> bytes{};
    const ssize_t count = read(pipe.get(), bytes.data(), bytes.size());
    if (count > 0) {
      sink({bytes.data(), static_cast<size_t>(count)});
      return true;
    }
    if (count == 0 || (errno != EAGAIN && errno != EINTR)) pipe.reset();
    return false;
  }

  void note_critical() {
    if (!critical_.valid()) return;
    char byte = 0;
    const ssize_t count = read(critical_.get(), &byte, 1);
    if (count > 0) critical_reached_ = true;
    if (count >= 0) critical_.reset();
  }

  void end_if_cancelled(const CancelToken& cancel) {
    if (!cancelled_ && cancel.cancelled()) {
      cancelled_ = true;
      kill_at_ = base::now() + patience_;
      if (!critical_reached_) child_.signal(SIGTERM);
    }
    if (cancelled_ && !critical_reached_ && !killed_ && base::now() >= kill_at_) {
      killed_ = true;
      child_.signal(SIGKILL);
    }
  }

  os::Child child_;
  os::Descriptor critical_;
  std::string input_;
  milliseconds patience_;
  bool critical_reached_ = false;
  bool cancelled_ = false;
  bool killed_ = false;
  std::chrono::steady_clock::time_point kill_at_;
};

base::Result<Conversation> start(const HostProgram& program, const rpc::HostRequest& request) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe for a host request", errno);
  os::Descriptor reader(ends[0]);
  const os::Descriptor writer(ends[1]);
  os::Command command;
  command.arguments = {program.program.string(), "_guest-request"};
  command.environment = guest_request_environment(program.environment);
  command.directory = program.directory;
  command.stdin_stream = os::Stream::capture;
  command.descriptors = {{writer.get(), rpc::kCriticalDescriptor}};
  os::Child child = TRY(os::start(command));
  return Conversation(std::move(child), std::move(reader), rpc::to_json(request), program.patience);
}

// The latest part of a stream, for an error.
Sink keeping(std::string& kept) {
  return [&kept](std::string_view bytes) {
    kept += bytes;
    if (kept.size() > kKept) kept.erase(0, kept.size() - kKept);
  };
}

}  // namespace

base::Result<> run_host_request(const HostProgram& program, const rpc::HostRequest& request, const Sink& sink,
                                const CancelToken& cancel) {
  Conversation conversation = TRY(start(program, request));
  const bool is_merge = std::holds_alternative<rpc::Merge>(request.request);
  const bool is_spawn = std::holds_alternative<rpc::SpawnAgent>(request.request);
  std::string errors;
  const Sink keep = keeping(errors);
  const Sink output = is_spawn ? Sink([](std::string_view) {}) : sink;
  const os::Outcome outcome = conversation.run({output, is_merge ? sink : keep}, cancel);
  if (outcome.ok()) return {};
  if (conversation.cancelled()) return base::fail("The request was cancelled because its client is gone");
  const std::string text = base::sanitise(base::trim(errors));
  if (is_merge) return base::fail(fmt::format("workmux merge exited with code {}", outcome.status()));
  if (is_spawn) return base::fail(fmt::format("workmux add failed: {}", text));
  return base::fail(text.empty() ? fmt::format("workmux close exited with code {}", outcome.status()) : text);
}

}  // namespace sandbox::server
