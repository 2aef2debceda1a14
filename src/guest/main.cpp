// workmux-guest: the `workmux` of a sandbox.

#include <string>
#include <string_view>
#include <vector>

#include "guest/program.h"
#include "os/signals.h"

namespace {

// As the entry point of a container every word is the command's; only what `_init` starts by the same path is not.
bool is_entry_point(int count, char** words) {
  const std::string_view name = count > 0 ? words[0] : "";
  return name.ends_with("/enter") && !(count > 1 && std::string_view(words[1]) == "_init-child");
}

}  // namespace

int main(int count, char** words) {
  os::ignore_broken_pipe();
  if (is_entry_point(count, words)) {
    std::vector<std::string> entered = {"_enter", "--"};
    entered.insert(entered.end(), words + 1, words + count);
    return guest::run_program(entered, os::Environment::current());
  }
  return guest::run_program({words + (count > 0 ? 1 : 0), words + count}, os::Environment::current());
}
