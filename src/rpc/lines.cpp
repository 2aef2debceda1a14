#include "rpc/lines.h"

#include <algorithm>

namespace rpc {

std::optional<std::string> LineBuffer::next() {
  while (!too_long()) {
    const size_t end = buffer_.find('\n', std::max(start_, scanned_));
    if (end == std::string::npos) {
      scanned_ = buffer_.size();
      // Keep the unread part only: a peer that never ends a line must not make the buffer grow with its past.
      buffer_.erase(0, start_);
      scanned_ -= start_;
      start_ = 0;
      return std::nullopt;
    }
    std::string line = buffer_.substr(start_, end - start_);
    start_ = end + 1;
    scanned_ = start_;
    if (line.ends_with('\r')) line.pop_back();
    if (line.find_first_not_of(" \t") != std::string::npos) return line;
  }
  return std::nullopt;
}

bool LineBuffer::too_long() const {
  const size_t waiting = buffer_.size() - start_;
  if (waiting <= limit_) return false;
  const size_t end = buffer_.find('\n', start_);
  return end == std::string::npos || end - start_ + 1 > limit_;
}

}  // namespace rpc
