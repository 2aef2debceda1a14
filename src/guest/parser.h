#pragma once
// The words of one command, checked against its entry in the table.

#include <expected>
#include <string>
#include <vector>

#include "guest/command.h"

namespace guest {

struct Parsed {
  Arguments arguments;
  bool wants_help = false;  // then the arguments are incomplete
};

// The text of a usage error without "error: ", and a tip, which may be empty.
struct UsageError {
  std::string text;
  std::string tip = {};
};

// `words`: those after the command's name. Accepts what CLI 1.3 lists: --flag value, --flag=value, -f value, -fvalue,
// -f=value, bundles, --.
std::expected<Parsed, UsageError> parse(const Command& command, const std::vector<std::string>& words);

// "--agent <AGENT>", "--fork[=<FORK>]", "<BRANCH_NAME>", "[NAME]".
std::string display_name(const Option& option);
std::string display_name(const Positional& positional);

// "error: ...", the tip, the usage line and the pointer to --help (CLI 1.2); no final newline. No command: of the
// program.
std::string usage_error_text(const Command* command, const UsageError& error);
std::string help_text(const Command* command);

}  // namespace guest
