#pragma once
// The difference of two texts, line by line, for people.

#include <cstdint>
#include <string>
#include <string_view>

namespace cli {

enum class Colour : std::uint8_t { no, yes };

// Lines that are only in `old` behind "- ", lines that are only in `text` behind "+ ", up to three lines around each
// change behind "  "; "  ..." where lines are left out. Made safe to print.
std::string line_diff(std::string_view old, std::string_view text, Colour colour);

}  // namespace cli
