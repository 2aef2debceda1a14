#include "sandbox/server/token.h"

namespace sandbox::server {

namespace {

// Addresses that one network can invent must not fill the memory.
constexpr size_t kMostPeers = 1024;

}  // namespace

void BadTokens::note(const std::string& peer, Time now) {
  const std::lock_guard lock(mutex_);
  if (seen_.size() >= kMostPeers && !seen_.contains(peer)) {
    std::erase_if(seen_, [&](const auto& entry) { return now - entry.second.back() >= window_; });
    if (seen_.size() >= kMostPeers) seen_.erase(seen_.begin());
  }
  auto& times = seen_[peer];
  times.push_back(now);
  if (times.size() > static_cast<size_t>(limit_)) times.pop_front();
}

bool BadTokens::blocks(const std::string& peer, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(peer);
  if (found == seen_.end()) return false;
  const auto& times = found->second;
  return times.size() >= static_cast<size_t>(limit_) && times.back() - times.front() < window_ &&
         now - times.back() < window_;
}

}  // namespace sandbox::server
