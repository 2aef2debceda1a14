#include "mux/safe_text.h"

namespace mux {

std::string safe_typing(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t') {
      result += ' ';
    } else if (c == '\n' || (byte >= 0x20 && byte != 0x7f)) {
      result += c;
    }
  }
  return result;
}

}  // namespace mux
