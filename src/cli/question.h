#pragma once
// Questions to the person at the terminal.

#include <optional>
#include <string>
#include <string_view>

#include "workflow/voice.h"

namespace cli {

// One line from stdin without its newline, byte by byte, so that nothing behind it is taken away from who comes next;
// nothing at the end of input.
std::optional<std::string> read_line();

// Prints the question and reads lines until one is an answer: y, yes, n, no in any case, or an empty line for
// `otherwise`, where there is one (AGT 4.4).
workflow::Answer ask_yes_no(std::string_view question, std::optional<workflow::Answer> otherwise);

}  // namespace cli
