#include "cli/setting.h"

#include "base/unicode.h"
#include "cli/output.h"
#include "cli/question.h"

namespace cli {

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
                const auto line = read_line();
                if (!line) return workflow::Answer::end_of_input;
                return *line == "y" || *line == "Y" ? workflow::Answer::yes : workflow::Answer::no;
              }};
}

}  // namespace cli
