#pragma once
// The commands that exist inside a sandbox, as plain data: parser, usage errors and help come from it (CLI 1.3).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/environment.h"

namespace guest {

enum class Value { none, required, only_with_equals };

struct Option {
  std::string name;  // long, without dashes
  char letter = 0;
  Value value = Value::none;
  std::string help = {};
  std::vector<std::string> conflicts = {};  // names of options
  bool repeats = false;
  // Known on the host, refused here: "--NAME is not supported from inside a sandbox" and this advice, which may be
  // blank.
  std::optional<std::string> refused = {};
};

struct Positional {
  std::string name;  // as shown: "BRANCH_NAME"
  std::vector<std::string> values = {};
  bool required = false;
  // Options that make a required one optional.
  std::vector<std::string> unless = {};
};

class Arguments {
 public:
  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
  std::optional<std::string> positional(size_t index) const;

  struct Given {
    std::string option;
    std::string value;
  };
  std::vector<Given> given;  // in the order of the command line
  std::vector<std::string> positionals;
};

struct Context {
  os::Environment environment;
  std::vector<std::string> words;  // after the command's name, as they came
};

struct Command {
  std::string name;
  std::string summary = {};
  std::vector<Option> options = {};
  std::vector<Positional> positionals = {};
  bool hidden = false;
  bool takes_all = false;  // every word belongs to the command, parsed by nobody
  base::Result<int> (*run)(const Context&, const Arguments&) = nullptr;
};

// In the order of the help.
const std::vector<Command>& commands();

// Commands of the host that are refused here with one line.
const std::vector<std::string>& host_commands();

// The commands; each returns the exit code.
base::Result<int> run_add(const Context& context, const Arguments& arguments);
base::Result<int> run_merge(const Context& context, const Arguments& arguments);
base::Result<int> run_close(const Context& context, const Arguments& arguments);
base::Result<int> run_list(const Context& context, const Arguments& arguments);
base::Result<int> run_path(const Context& context, const Arguments& arguments);
base::Result<int> run_set_window_status(const Context& context, const Arguments& arguments);
base::Result<int> run_host_exec(const Context& context, const Arguments& arguments);
base::Result<int> run_clipboard_read(const Context& context, const Arguments& arguments);
base::Result<int> run_init(const Context& context, const Arguments& arguments);
base::Result<int> run_enter(const Context& context, const Arguments& arguments);
base::Result<int> run_init_child(const Context& context, const Arguments& arguments);

}  // namespace guest
