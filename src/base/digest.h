#pragma once
// SHA-256, hexadecimal and base64.

#include <optional>
#include <string>
#include <string_view>

namespace base {

// SHA-256 of `data` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view data);

std::string to_hex(std::string_view bytes);

// True for a non-empty text of lower-case hexadecimal digits only.
bool is_lower_hex(std::string_view text);

// RFC 4648 with padding.
std::string base64_encode(std::string_view bytes);

// Nothing when `text` is not RFC 4648 base64 with padding.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace base
