#pragma once
// What an unquoted YAML scalar is, by the YAML 1.2 core schema as far as we take it (CLI 5.3).

#include <cstdint>
#include <optional>
#include <string_view>

namespace config {

// Exactly `true` or `false`.
bool looks_like_boolean(std::string_view text);

// Decimal with an optional sign, 0x or 0o; of any length.
bool looks_like_integer(std::string_view text);

bool looks_like_float(std::string_view text);

// The value of what looks_like_integer accepts; nothing when it does not fit 64 bits.
std::optional<std::int64_t> integer_value(std::string_view text);

}  // namespace config
