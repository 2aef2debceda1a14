#pragma once
// Cuts a stream of bytes into lines of limited length.

#include <optional>
#include <string>
#include <string_view>

namespace rpc {

class LineBuffer {
 public:
  // `limit`: bytes of a line including its newline.
  explicit LineBuffer(size_t limit) : limit_(limit) {}

  void append(std::string_view bytes) { buffer_ += bytes; }
  // The next whole line without its newline (and without a carriage return before it); blank lines are skipped.
  std::optional<std::string> next();
  // True when the line at the front is longer than the limit, finished or not: the connection has to end.
  bool too_long() const;
  bool empty() const { return start_ == buffer_.size(); }

 private:
  size_t limit_;
  std::string buffer_;
  size_t start_ = 0;    // where the unread part begins
  size_t scanned_ = 0;  // up to where there is no newline
};

}  // namespace rpc
