#include "config/scalar.h"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

struct Digits {
  bool negative = false;
  int radix = 10;
  std::string_view text;
};

bool is_digit_of(char c, int radix) {
  if (c >= '0' && c <= '9') return c - '0' < radix;
  return radix == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
}

// The parts of an integer; empty text when it is none.
Digits digits_of(std::string_view text) {
  Digits digits;
  if (text.starts_with('-') || text.starts_with('+')) {
    digits.negative = text.front() == '-';
    text.remove_prefix(1);
  } else if (text.starts_with("0x") || text.starts_with("0o")) {
    digits.radix = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  }
  if (std::ranges::all_of(text, [&](char c) { return is_digit_of(c, digits.radix); })) digits.text = text;
  return digits;
}

}  // namespace

bool looks_like_boolean(std::string_view text) {
  return text == "true" || text == "false";
}

bool looks_like_integer(std::string_view text) {
  return !digits_of(text).text.empty();
}

bool looks_like_float(std::string_view text) {
  if (text == ".nan" || text == ".inf" || text == "-.inf" || text == "+.inf") return true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !(is_digit_of(text.front(), 10) || text.front() == '.')) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error != std::errc::invalid_argument && end == text.data() + text.size();
}

std::optional<std::int64_t> integer_value(std::string_view text) {
  const Digits digits = digits_of(text);
  if (digits.text.empty()) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = digits.text.data() + digits.text.size();
  const auto [stop, error] = std::from_chars(digits.text.data(), end, value, digits.radix);
  if (error != std::errc() || stop != end) return std::nullopt;
  return digits.negative ? -value : value;
}

}  // namespace config
