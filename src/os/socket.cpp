#include "os/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "os/broken_pipe.h"
#include "os/process_group.h"

namespace os {
namespace {

using Clock = std::chrono::steady_clock;

// Waits for `events`; false with errno set when `end` came first or poll failed.
bool wait_until(int descriptor, short events, Clock::time_point end) {
  for (;;) {
    pollfd entry{.fd = descriptor, .events = events, .revents = 0};
    const int ready = ::poll(&entry, 1, detail::poll_timeout(end));
    if (ready > 0) return true;
    if (ready == 0) errno = ETIMEDOUT;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// One piece: without waiting on a socket; elsewhere no more than a pipe takes at once after POLLOUT.
ssize_t write_piece(int descriptor, std::string_view bytes) {
  const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0 || errno != ENOTSOCK) return sent;
  constexpr size_t kPipePiece = 4096;
  const detail::BrokenPipeGuard guard;
  return ::write(descriptor, bytes.data(), std::min(bytes.size(), kPipePiece));
}

struct Address {
  sockaddr_storage storage = {};
  socklen_t size = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

base::Result<Address> parse_address(const std::string& text, std::uint16_t port) {
  Address address;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (::inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    address.size = sizeof *v4;
  } else if (::inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
  } else {
    return base::fail(fmt::format("'{}' is not a numeric IP address", text));
  }
  return address;
}

base::Result<Descriptor> tcp_socket(const Address& address, int flags) {
  Descriptor made(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (!made.valid()) return base::fail_errno("Could not make a socket", errno);
  return made;
}

// Small questions and answers must not wait for each other's acknowledgement. Fails harmlessly on Unix sockets.
void send_at_once(int descriptor) {
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

base::Result<Descriptor> listen_tcp(const std::string& address, std::uint16_t port, Bind bind) {
  const Address where = TRY(parse_address(address, port));
  Descriptor made = TRY(tcp_socket(where, 0));
  const int on = 1;
  ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind == Bind::ahead) ::setsockopt(made.get(), IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
  if (::bind(made.get(), where.get(), where.size) != 0 || ::listen(made.get(), SOMAXCONN) != 0) {
    return base::fail_errno(fmt::format("Could not listen on {} port {}", address, port), errno);
  }
  return made;
}

base::Result<Descriptor> connect_tcp(const std::string& address, std::uint16_t port, std::chrono::milliseconds limit) {
  const auto end = Clock::now() + limit;
  const Address where = TRY(parse_address(address, port));
  Descriptor made = TRY(tcp_socket(where, SOCK_NONBLOCK));
  const auto failure = [&](int error_number) {
    return base::fail_errno(fmt::format("Could not connect to {} port {}", address, port), error_number);
  };
  if (::connect(made.get(), where.get(), where.size) != 0) {
    if (errno != EINPROGRESS && errno != EINTR) return failure(errno);
    if (!wait_until(made.get(), POLLOUT, end)) return failure(errno);
    int error_number = 0;
    socklen_t size = sizeof error_number;
    if (::getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &error_number, &size) != 0) error_number = errno;
    if (error_number != 0) return failure(error_number);
  }
  ::fcntl(made.get(), F_SETFL, ::fcntl(made.get(), F_GETFL) & ~O_NONBLOCK);
  send_at_once(made.get());
  return made;
}

base::Result<std::uint16_t> local_port(const Descriptor& socket) {
  Address address;
  address.size = sizeof address.storage;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) {
    return base::fail_errno("Could not find the port of a socket", errno);
  }
  if (address.storage.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port);
  if (address.storage.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_port);
  return base::fail("Could not find the port of a socket: it is not a TCP socket");
}

base::Result<Descriptor> accept_connection(const Descriptor& listener) {
  int got = -1;
  do {
    got = ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return base::fail_errno("Could not accept a connection", errno);
  send_at_once(got);
  return Descriptor(got);
}

base::Result<> write_all(const Descriptor& descriptor, std::string_view bytes, std::chrono::milliseconds limit) {
  const auto end = Clock::now() + limit;
  while (!bytes.empty()) {
    if (!wait_until(descriptor.get(), POLLOUT, end)) return base::fail_errno("Could not send", errno);
    const ssize_t written = write_piece(descriptor.get(), bytes);
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      return base::fail_errno("Could not send", errno);
    }
  }
  return {};
}

base::Result<std::string> read_some(const Descriptor& descriptor, size_t most, std::chrono::milliseconds limit) {
  const auto end = Clock::now() + limit;
  std::string bytes(most, '\0');
  for (;;) {
    if (!wait_until(descriptor.get(), POLLIN, end)) return base::fail_errno("Could not receive", errno);
    const ssize_t got = ::read(descriptor.get(), bytes.data(), bytes.size());
    if (got >= 0) {
      bytes.resize(static_cast<size_t>(got));
      return bytes;
    }
    if (errno != EAGAIN && errno != EINTR) return base::fail_errno("Could not receive", errno);
  }
}

}  // namespace os
