#pragma once
// The table of commands: from it come the parser, the usage errors, --help and completion (CLI 1.3, 2, 3).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cli {

struct Context;
class Arguments;

struct Option {
  std::string name;  // long name without dashes
  char letter = 0;   // short name, 0: none
  std::string help;
  bool takes_value = false;
  bool value_only_with_equals = false;  // --fork[=ID]: the value is optional and must be joined
  bool repeats = false;
  std::vector<std::string> values = {};                             // the only values allowed; empty: any
  std::optional<std::pair<std::int64_t, std::int64_t>> range = {};  // a number between, both included
  std::vector<std::string> conflicts = {};                          // names of options, or of a positional ("NAMES")
  std::string requires_option = {};
  bool path = false;  // completed as a file
  bool hidden = false;
};

struct Positional {
  std::string name;  // as shown: "BRANCH_NAME"
  std::string help;
  bool required = false;
  bool repeats = false;
  std::vector<std::string> values = {};           // the only values allowed; empty: any
  std::vector<std::string> required_unless = {};  // options that take its place
};

enum class Trailing {
  none,
  optional,  // [-- COMMAND...]
  required,  // -- COMMAND...
};

struct Command {
  std::string name;
  std::string group;    // heading in the top-level help; empty for hidden and nested commands
  std::string summary;  // one line
  std::string details;  // further text of --help, may be empty
  std::vector<std::string> aliases = {};
  std::vector<Option> options = {};
  std::vector<Positional> positionals = {};
  Trailing trailing = Trailing::none;
  bool hidden = false;
  bool offers_setup = false;  // at a terminal it may ask first what nobody was asked yet (CLI 1.6)
  std::vector<Command> subcommands = {};
  // The exit code, or an error that the caller prints.
  base::Result<int> (*run)(Context&, const Arguments&) = nullptr;
};

// What stood on the command line, checked against the table.
class Arguments {
 public:
  bool has(std::string_view option) const;
  // The value of an option that takes one; nothing when it was not given.
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;
  std::optional<std::int64_t> number(std::string_view option) const;
  // The positional at `index`; nothing when it was not given.
  std::optional<std::string> positional(size_t index) const;

  struct Given {
    std::string option;
    std::string value;
  };
  std::vector<Given> given;
  std::vector<std::string> positionals;
  std::vector<std::string> trailing;  // words after --
};

// Every command of the program, visible and hidden, in the order of the help (CLI 2).
const std::vector<Command>& commands();

}  // namespace cli
