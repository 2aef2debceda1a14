#pragma once
// From words to a command with its arguments, or to a usage error with the texts of CLI 1.3.

#include <string>
#include <variant>
#include <vector>

#include "cli/command.h"

namespace cli {

struct Invocation {
  const Command* command = nullptr;
  Arguments arguments;
};

struct HelpRequest {
  std::vector<const Command*> path;  // outermost first; empty: the program itself
  bool asked = true;  // false: no subcommand was given, so the help goes to stderr and the exit code is 2
};

struct VersionRequest {};

struct UsageError {
  std::string text;  // all of it, without the final newline
};

using Parsed = std::variant<Invocation, HelpRequest, VersionRequest, UsageError>;

// `words` without the program name. The table must outlive the result.
Parsed parse(const std::vector<Command>& table, const std::vector<std::string>& words);

}  // namespace cli
