#include "os/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "os/process_group.h"
#include "os/process_spawn.h"

namespace os {
namespace {

struct Pipe {
  Descriptor read, write;
};

base::Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe", errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// True when the process has ended (or is not ours to wait for) before `limit`.
bool wait_for_end(int pidfd, std::optional<std::chrono::milliseconds> limit) {
  const auto end = std::chrono::steady_clock::now() + limit.value_or(std::chrono::milliseconds{0});
  for (;;) {
    pollfd entry{.fd = pidfd, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&entry, 1, limit ? detail::poll_timeout(end) : -1);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return true;
  }
}

Outcome reap(pid_t pid) {
  Outcome outcome;
  int status = 0;
  pid_t got = -1;
  do {
    got = ::waitpid(pid, &status, 0);
  } while (got < 0 && errno == EINTR);
  if (got != pid) {
    outcome.exit_code = 255;
  } else if (WIFSIGNALED(status)) {
    outcome.signal = WTERMSIG(status);
  } else {
    outcome.exit_code = WEXITSTATUS(status);
  }
  return outcome;
}

}  // namespace

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      owns_group_(other.owns_group_),
      pidfd_(std::move(other.pidfd_)),
      stdin_(std::move(other.stdin_)),
      stdout_(std::move(other.stdout_)),
      stderr_(std::move(other.stderr_)) {}

Child& Child::operator=(Child&& other) noexcept {
  if (this == &other) return *this;
  if (running()) {
    signal(SIGKILL);
    wait();
  }
  pid_ = std::exchange(other.pid_, -1);
  owns_group_ = other.owns_group_;
  pidfd_ = std::move(other.pidfd_);
  stdin_ = std::move(other.stdin_);
  stdout_ = std::move(other.stdout_);
  stderr_ = std::move(other.stderr_);
  return *this;
}

Child::~Child() {
  if (!running()) return;
  signal(SIGKILL);
  wait();
}

std::optional<Outcome> Child::wait(std::optional<std::chrono::milliseconds> limit) {
  if (!running() || !wait_for_end(pidfd_.get(), limit)) return std::nullopt;
  const Outcome outcome = reap(pid_);
  pid_ = -1;
  pidfd_.reset();
  return outcome;
}

// The pid cannot have been given to somebody else: nobody but us waits for the child, so its number is still taken.
void Child::signal(int number) const {
  if (!running()) return;
  if (owns_group_) {
    ::kill(-pid_, number);
  } else {
    ::syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0);
  }
}

void Child::terminate(std::chrono::milliseconds patience) {
  if (!running()) return;
  const auto end = std::chrono::steady_clock::now() + patience;
  signal(SIGTERM);
  // A stopped process gets TERM only once it goes on.
  signal(SIGCONT);
  // As long as the leader is not reaped, the number of the group stays taken, and KILL meets nobody else.
  wait_for_end(pidfd_.get(), patience);
  if (owns_group_) detail::wait_for_group(pid_, end);
  signal(SIGKILL);
  wait();
}

void Child::detach() {
  pid_ = -1;
  pidfd_.reset();
}

base::Result<Child> start(const Command& command) {
  const detail::Launch launch = TRY(detail::Launch::prepare(command));
  Child child;
  Pipe input, output, errors;
  if (command.stdin_stream == Stream::capture) input = TRY(make_pipe());
  if (command.stdout_stream == Stream::capture) output = TRY(make_pipe());
  if (command.stderr_stream == Stream::capture) errors = TRY(make_pipe());
  const auto end_for = [](Stream stream, const Descriptor& pipe, int own) {
    return stream == Stream::inherit ? own : pipe.get();  // without a pipe: -1, which becomes /dev/null
  };
  auto [pid, pidfd] = TRY(launch.spawn(end_for(command.stdin_stream, input.read, STDIN_FILENO),
                                       end_for(command.stdout_stream, output.write, STDOUT_FILENO),
                                       end_for(command.stderr_stream, errors.write, STDERR_FILENO)));
  child.pid_ = pid;
  child.owns_group_ = command.new_group || command.new_session;
  child.pidfd_ = std::move(pidfd);
  child.stdin_ = std::move(input.write);
  child.stdout_ = std::move(output.read);
  child.stderr_ = std::move(errors.read);
  return child;
}

base::Error replace_process(const Command& command) {
  const auto launch = detail::Launch::prepare(command);
  if (!launch) return launch.error();
  const auto stream = [](Stream wanted, int own) { return wanted == Stream::null ? -1 : own; };
  return launch->replace(stream(command.stdin_stream, STDIN_FILENO), stream(command.stdout_stream, STDOUT_FILENO),
                         stream(command.stderr_stream, STDERR_FILENO));
}

}  // namespace os
