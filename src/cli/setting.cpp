#include "cli/setting.h"

#include <unistd.h>

#include <string>

#include "base/unicode.h"
#include "cli/output.h"

namespace cli {

namespace {

constexpr size_t kLongestAnswer = 4096;

// One line from stdin, byte by byte, so that nothing behind it is taken away from who comes next.
workflow::Answer read_answer() {
  std::string line;
  char c = 0;
  while (line.size() < kLongestAnswer) {
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got <= 0) {
      if (line.empty()) return workflow::Answer::end_of_input;
      break;
    }
    if (c == '\n') break;
    line += c;
  }
  return line == "y" || line == "Y" ? workflow::Answer::yes : workflow::Answer::no;
}

}  // namespace

workflow::Setting setting_of(Context& context) {
  return {.environment = context.environment,
          .paths = context.paths,
          .directory = context.directory,
          .program = context.program,
          .log = &context.log};
}

workflow::Voice voice() {
  return {.say = [](std::string_view line) { print(base::sanitise(line) + "\n"); },
          .warn = [](std::string_view line) { warn(line); },
          .ask =
              [](std::string_view question) {
                print(base::sanitise(question));
                return read_answer();
              }};
}

}  // namespace cli
