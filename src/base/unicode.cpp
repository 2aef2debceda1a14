#include "base/unicode.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace base {

namespace {

// The code point at the start of `text` and the bytes it takes; -1 and 1 for a byte that starts none.
struct Decoded {
  utf8proc_int32_t code_point;
  size_t bytes;
};

Decoded decode(std::string_view text) {
  utf8proc_int32_t code_point = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (used <= 0) return {-1, 1};
  return {code_point, static_cast<size_t>(used)};
}

size_t width_of(utf8proc_int32_t code_point) {
  if (code_point < 0) return 1;
  return static_cast<size_t>(std::max(0, utf8proc_charwidth(code_point)));
}

bool is_forbidden(utf8proc_int32_t c) {
  const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f);
  const bool bidirectional =
      c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  const bool invisible = (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff || (c >= 0x2028 && c <= 0x2029) ||
                         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
  return control || bidirectional || invisible;
}

// Bytes of the escape sequence that starts at the front of `text` (which is ESC), as a terminal would swallow it.
size_t escape_length(std::string_view text) {
  if (text.size() < 2) return 1;
  const char kind = text[1];
  if (kind == '[') {
    size_t at = 2;
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x40) ++at;
    return at < text.size() && text[at] >= 0x40 && text[at] < 0x7f ? at + 1 : at;
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
    for (size_t at = 2; at < text.size(); ++at) {
      if (text[at] == '\a') return at + 1;
      if (text[at] == '\n') return at;  // an unfinished string must not swallow the rest of a long text
      if (text[at] == '\033' && at + 1 < text.size() && text[at + 1] == '\\') return at + 2;
    }
    return text.size();
  }
  return kind >= 0x20 && kind < 0x7f ? 2 : 1;
}

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto [code_point, bytes] = decode(text);
    if (code_point < 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const auto [code_point, bytes] = decode(text);
    width += width_of(code_point);
    text.remove_prefix(bytes);
  }
  return width;
}

std::string truncate_to_width(std::string_view text, size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  size_t width = 0;
  size_t fits = 0;  // end of the last grapheme cluster that leaves room for the ellipsis
  size_t at = 0;
  utf8proc_int32_t state = 0;
  utf8proc_int32_t previous = -1;
  while (at < text.size()) {
    const auto [code_point, bytes] = decode(text.substr(at));
    if (previous < 0 || code_point < 0 || utf8proc_grapheme_break_stateful(previous, code_point, &state)) fits = at;
    width += width_of(code_point);
    if (width > columns - 1) break;
    previous = code_point;
    at += bytes;
  }
  return std::string(text.substr(0, fits)) + "\u2026";
}

std::string pad_to_width(std::string_view text, size_t columns) {
  const size_t width = display_width(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string sanitise(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    if (text.front() == '\033') {
      text.remove_prefix(escape_length(text));
      continue;
    }
    const auto [code_point, bytes] = decode(text);
    if (code_point < 0) {
      clean += "\uFFFD";
    } else if (!is_forbidden(code_point)) {
      clean += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return clean;
}

std::string sanitise_line(std::string_view text) {
  std::string clean = sanitise(text);
  for (char& c : clean) {
    if (c == '\t' || c == '\n') c = ' ';
  }
  return clean;
}

std::string slug(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const std::string valid = sanitise(text);
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_STABLE);
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                   static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  std::string result;
  bool separated = false;
  for (utf8proc_ssize_t i = 0; i < length; ++i) {
    const char c = static_cast<char>(mapped[i]);
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!keeps) {
      separated = true;
      continue;
    }
    if (separated && !result.empty()) result += '-';
    separated = false;
    result += c;
  }
  return result;
}

}  // namespace base
