#pragma once
// Quoting for POSIX shells, and reading of simple command lines. No shell is ever started from here.

#include <string>
#include <string_view>
#include <vector>

namespace base {

// `text` as one word of a POSIX shell, in single quotes ('\'' inside) whatever it holds.
std::string shell_quote(std::string_view text);

// As shell_quote, but plain when every character is harmless ("claude", "--model=x").
std::string shell_word(std::string_view text);

// The words of a command line as a POSIX shell would split it, without any expansion: quotes and backslashes are
// understood, `$`, backticks and globs stay as text. An unterminated quote ends at the end of the text.
std::vector<std::string> shell_words(std::string_view line);

}  // namespace base
