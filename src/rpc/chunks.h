#pragma once
// Turns chunks of bytes into chunks of UTF-8 text without damage at their borders.

#include <string>
#include <string_view>

namespace rpc {

// Holds back a sequence that a chunk cuts in two; bytes that are no UTF-8 become U+FFFD (SBX 8.2).
class TextChunks {
 public:
  // Text that is whole so far; may be empty.
  std::string feed(std::string_view bytes);
  // What was held back at the end of the stream: U+FFFD when a sequence never came to its end.
  std::string finish();

 private:
  std::string held_;
};

}  // namespace rpc
