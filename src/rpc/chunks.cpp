#include "rpc/chunks.h"

namespace rpc {

namespace {

constexpr std::string_view kReplacement = "\uFFFD";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Bytes of the well-formed sequence at the front of `text`; 0 when it is not well-formed. `partial` is set when the
// text ends inside of what may still become one.
size_t sequence_length(std::string_view text, bool& partial) {
  partial = false;
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf0 && first <= 0xf4  ? 4
                        : first >= 0xe0 && first < 0xf0 ? 3
                        : first >= 0xc2 && first < 0xe0 ? 2
                                                        : 0;
  if (length == 0) return 0;
  if (text.size() > 1) {
    // Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
    const auto second = static_cast<unsigned char>(text[1]);
    if (!is_continuation(text[1]) || (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
        (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90)) {
      return 0;
    }
  }
  for (size_t i = 2; i < length && i < text.size(); ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  partial = text.size() < length;
  return partial ? 0 : length;
}

}  // namespace

std::string TextChunks::feed(std::string_view bytes) {
  const std::string whole = std::move(held_) + std::string(bytes);
  held_.clear();
  std::string text;
  text.reserve(whole.size());
  std::string_view rest = whole;
  while (!rest.empty()) {
    bool partial = false;
    const size_t length = sequence_length(rest, partial);
    if (partial) {
      held_ = rest;
      break;
    }
    text += length == 0 ? kReplacement : rest.substr(0, length);
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  return text;
}

std::string TextChunks::finish() {
  const bool unfinished = !held_.empty();
  held_.clear();
  return unfinished ? std::string(kReplacement) : std::string();
}

}  // namespace rpc
