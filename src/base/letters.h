#pragma once
// UTF-8 text letter by letter.

#include <string>
#include <string_view>
#include <vector>

namespace base {

// One entry per code point; a byte that belongs to none is an entry of its own.
std::vector<std::string> characters(std::string_view text);

// By the simple mappings of Unicode; bytes that are no UTF-8 stay.
std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

}  // namespace base
