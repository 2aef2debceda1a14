#include "sandbox/server/connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/clock.h"
#include "rpc/codec.h"
#include "sandbox/server/request_log.h"

namespace sandbox::server {

namespace {

using std::chrono::milliseconds;
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

constexpr size_t kHeaderLimit = 8192;
constexpr milliseconds kGoodbye{250};
constexpr size_t kGoodbyeBytes = 4U << 20;

int poll_timeout(const Deadline& deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<milliseconds>(*deadline - base::now()).count();
  return static_cast<int>(std::clamp<long>(left, 0, 1'000'000'000));
}

// Waits for `events` of the socket. False at the deadline or when the server stops.
bool wait_for(int socket, short events, int stop, const Deadline& deadline) {
  while (true) {
    std::array<pollfd, 2> polls = {{{socket, events, 0}, {stop, POLLIN, 0}}};
    const int timeout = poll_timeout(deadline);
    const int ready = poll(polls.data(), polls.size(), timeout);
    if (ready < 0 && errno != EINTR) return false;
    if (ready > 0) return polls[1].revents == 0;
    if (timeout == 0) return false;
  }
}

}  // namespace

Connection::Read Connection::read_line(std::string& line, Deadline deadline, size_t limit) {
  size_t waiting = 0;
  while (true) {
    if (auto next = lines_.next()) {
      line = *std::move(next);
      return Read::line;
    }
    if (lines_.too_long() || waiting > limit) {
      shared_.log(fmt::format("dropped {}: a line is too long", peer_));
      return Read::end;
    }
    if (!wait_for(socket_, POLLIN, shared_.stop, deadline)) return Read::end;
    std::array<char, 65536> bytes{};
    const ssize_t count = recv(socket_, bytes.data(), std::min(bytes.size(), limit), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count <= 0) return Read::end;
    waiting += static_cast<size_t>(count);
    lines_.append({bytes.data(), static_cast<size_t>(count)});
  }
}

bool Connection::authenticate() {
  std::string line;
  const auto deadline = base::now() + shared_.options.limits.header;
  if (read_line(line, deadline, kHeaderLimit) == Read::end) {
    if (base::now() >= deadline) shared_.log(fmt::format("dropped {}: no header in time", peer_));
    return false;
  }
  const auto header = rpc::decode_header(line);
  if (!header) {
    shared_.log(fmt::format("dropped {}: bad header: {}", peer_, header.error().message));
    send(rpc::ErrorReply{"bad request"}, kGoodbye);
    say_goodbye();
    return false;
  }
  if (!is_same_token(shared_.options.token, header->token)) {
    shared_.bad_tokens.note(peer_, base::now());
    shared_.log(fmt::format("dropped {}: bad token", peer_));
    send(rpc::ErrorReply{"Invalid token"}, kGoodbye);
    say_goodbye();
    return false;
  }
  chunks_ = header->binary ? rpc::Chunks::base64 : rpc::Chunks::text;
  return true;
}

void Connection::run(const std::function<void()>& authenticated) {
  if (!authenticate()) return;
  authenticated();
  const CancelToken cancel(socket_, shared_.stop);
  const Answer answer = [this](const rpc::Reply& reply, milliseconds patience) { send(reply, patience); };
  std::string line;
  while (!broken_ && read_line(line, std::nullopt, rpc::kLineLimit) == Read::line) {
    const auto request = rpc::decode_request(line);
    if (!request) {
      shared_.log(fmt::format("dropped {}: bad request of {} bytes: {}", peer_, line.size(), request.error().message));
      send(rpc::ErrorReply{"bad request"}, kGoodbye);
      return say_goodbye();
    }
    shared_.log(describe_request(*request));
    shared_.dispatcher.handle(*request, chunks_, answer, cancel);
  }
}

bool Connection::send(const rpc::Reply& reply, milliseconds patience) {
  if (broken_) return false;
  const std::string line = rpc::encode(reply, chunks_);
  const Deadline deadline = patience.count() == 0 ? Deadline() : Deadline(base::now() + patience);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t count = ::send(socket_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      rest.remove_prefix(static_cast<size_t>(count));
    } else if (errno != EINTR && (errno != EAGAIN || !wait_for(socket_, POLLOUT, shared_.stop, deadline))) {
      broken_ = true;
      return false;
    }
  }
  return true;
}

void Connection::say_goodbye() {
  shutdown(socket_, SHUT_WR);
  const auto deadline = base::now() + kGoodbye;
  size_t total = 0;
  while (total < kGoodbyeBytes && wait_for(socket_, POLLIN, shared_.stop, deadline)) {
    std::array<char, 65536> bytes{};
    const ssize_t count = recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count <= 0) return;
    total += static_cast<size_t>(count);
  }
}

}  // namespace sandbox::server
