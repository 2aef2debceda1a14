#include "base/letters.h"

#include <utf8proc.h>

#include <array>

namespace base {

namespace {

std::string mapped(std::string_view text, utf8proc_int32_t (*map)(utf8proc_int32_t)) {
  std::string result;
  result.reserve(text.size());
  for (const std::string& character : characters(text)) {
    utf8proc_int32_t code_point = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(character.data());
    utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(character.size()), &code_point);
    std::array<utf8proc_uint8_t, 4> encoded{};
    const auto length = code_point < 0 ? 0 : utf8proc_encode_char(map(code_point), encoded.data());
    if (length > 0) {
      result.append(reinterpret_cast<const char*>(encoded.data()), static_cast<size_t>(length));
    } else {
      result += character;
    }
  }
  return result;
}

}  // namespace

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    utf8proc_int32_t code_point = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    const size_t length = used <= 0 ? 1 : static_cast<size_t>(used);
    parts.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return parts;
}

std::string upper_case(std::string_view text) {
  return mapped(text, utf8proc_toupper);
}
std::string lower_case(std::string_view text) {
  return mapped(text, utf8proc_tolower);
}

}  // namespace base
