#include "os/signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace os {

struct SignalSource::Saved {
  sigset_t added;  // what was not blocked before
};

base::Result<SignalSource> SignalSource::create(std::initializer_list<int> signals) {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int number : signals) ::sigaddset(&wanted, number);
  Descriptor descriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!descriptor.valid()) return base::fail_errno("Could not receive signals", errno);
  sigset_t before;
  const int error_number = ::pthread_sigmask(SIG_BLOCK, &wanted, &before);
  if (error_number != 0) return base::fail_errno("Could not block signals", error_number);
  auto* saved = new Saved;
  ::sigemptyset(&saved->added);
  for (const int number : signals) {
    if (::sigismember(&before, number) == 0) ::sigaddset(&saved->added, number);
  }
  return SignalSource(std::move(descriptor), saved);
}

SignalSource::SignalSource(SignalSource&& other) noexcept
    : descriptor_(std::move(other.descriptor_)), saved_(std::exchange(other.saved_, nullptr)) {}

SignalSource::~SignalSource() {
  if (saved_ == nullptr) return;
  while (read()) {
    // What came while it was ours has been answered, or does not matter any more.
  }
  ::pthread_sigmask(SIG_UNBLOCK, &saved_->added, nullptr);
  delete saved_;
}

std::optional<int> SignalSource::read() {
  signalfd_siginfo info = {};
  ssize_t got = 0;
  do {
    got = ::read(descriptor_.get(), &info, sizeof info);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof info)) return std::nullopt;
  return static_cast<int>(info.ssi_signo);
}

void ignore_broken_pipe() {
  ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace os
