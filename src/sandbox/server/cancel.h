#pragma once
// "Stop, nobody wants the answer any more": the client hung up, or the supervisor ends (SBX 8.4).

#include <poll.h>

#include <chrono>
#include <vector>

namespace sandbox::server {

class CancelToken {
 public:
  // Never cancelled.
  CancelToken() = default;
  // Cancelled when `stop` (an eventfd or pipe) is readable or the peer of `socket` is gone; -1 leaves one out. Both
  // stay the caller's. A TCP peer is gone when it closed its sending side (its process cannot be told from that); a
  // Unix peer when it closed both.
  CancelToken(int socket, int stop);

  bool cancelled() const;
  // Waits up to `limit`; true as soon as it is cancelled.
  bool wait_for(std::chrono::milliseconds limit) const;
  // For a poll loop of one's own: cancelled when any of these has a non-zero revents.
  const std::vector<pollfd>& polls() const { return polls_; }

 private:
  std::vector<pollfd> polls_;
};

}  // namespace sandbox::server
