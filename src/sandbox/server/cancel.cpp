#include "sandbox/server/cancel.h"

#include <sys/socket.h>

#include <algorithm>

#include "base/clock.h"

namespace sandbox::server {

namespace {

bool is_unix(int socket) {
  int domain = 0;
  socklen_t size = sizeof(domain);
  return getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

}  // namespace

CancelToken::CancelToken(int socket, int stop) {
  // Hang-up and error are always reported; POLLIN is not asked for, a waiting next request is no reason to stop.
  if (socket >= 0) polls_.push_back({socket, static_cast<short>(is_unix(socket) ? 0 : POLLRDHUP), 0});
  if (stop >= 0) polls_.push_back({stop, POLLIN, 0});
}

bool CancelToken::cancelled() const {
  return wait_for(std::chrono::milliseconds(0));
}

bool CancelToken::wait_for(std::chrono::milliseconds limit) const {
  const auto deadline = base::now() + limit;
  while (true) {
    std::vector<pollfd> polls = polls_;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - base::now());
    const int ready = poll(polls.data(), polls.size(), static_cast<int>(std::max<long>(0, left.count())));
    if (ready > 0) return true;
    if (ready == 0 || left.count() <= 0) return false;
  }
}

}  // namespace sandbox::server
