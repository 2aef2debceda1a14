#pragma once
// Printing. A closed pipe is a normal end, not an error (CLI-W19).

#include <string_view>

#include "base/result.h"

namespace cli {

// Writes all of `text` to a descriptor; gives up silently when the reader is gone.
void print_to(int descriptor, std::string_view text);

// To stdout.
void print(std::string_view text);

// "Error: ..." with its causes, on stderr (CLI 1.2); terminal sequences in it are taken out.
void print_error(const base::Error& error);

// One line on stderr.
void warn(std::string_view text);

}  // namespace cli
