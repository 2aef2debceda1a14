#include "cli/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <variant>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/parser.h"
#include "cli/usage.h"
#include "cli/wizard.h"
#include "os/files.h"
#include "os/process.h"
#include "os/signals.h"

namespace cli {

namespace {

constexpr int kUsage = 2;

int print_help(const HelpRequest& request) {
  const std::string text = help_text(commands(), request.path);
  print_to(request.asked ? STDOUT_FILENO : STDERR_FILENO, text);
  return request.asked ? 0 : kUsage;
}

// Inside a sandbox this program is another one (design: one guest program for every image).
int become_guest(const std::vector<std::string>& words, const std::filesystem::path& program) {
  const std::filesystem::path guest = program.parent_path().parent_path() / "libexec/workmux/workmux-guest";
  os::Command command{.arguments = {guest.string()}};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  print_to(STDERR_FILENO, base::describe(os::replace_process(command)) + "\n");
  return 1;
}

// What the log keeps of a command line: values of prompts are cut to their length (CLI-W30).
std::string logged(const std::vector<std::string>& words) {
  std::string text;
  bool hide = false;
  for (const std::string& word : words) {
    const bool long_word = word.size() > 80;
    text += " " + (hide || long_word ? fmt::format("<{} bytes>", word.size()) : base::sanitise_line(word));
    hide = word == "-p" || word == "--prompt";
  }
  return text;
}

int run_command(const Invocation& invocation, const std::vector<std::string>& words, const os::Environment& environment,
                const std::filesystem::path& program) {
  auto paths = os::standard_paths(environment);
  if (!paths) {
    print_error(paths.error());
    return paths.error().exit_code;
  }
  const os::LogLevel level =
      os::log_level(environment.get("WORKMUX_LOG").value_or(""), environment.get("RUST_LOG").value_or(""));
  auto directory = os::current_directory();
  Context context{.environment = environment,
                  .paths = *paths,
                  .log = os::Log(paths->state / "workmux.log", level),
                  .directory = directory ? *directory : std::filesystem::path(),
                  .program = program};
  context.log.info(fmt::format("workmux{} in {}", logged(words), context.directory.string()));
  run_wizards(context, *invocation.command, invocation.arguments);
  const base::Result<int> result = invocation.command->run(context, invocation.arguments);
  if (result) return *result;
  context.log.error(base::describe(result.error()));
  if (!result.error().message.empty()) print_error(result.error());
  return result.error().exit_code;
}

}  // namespace

int run(const std::vector<std::string>& words) {
  os::ignore_broken_pipe();
  const Parsed parsed = parse(commands(), words);
  if (std::holds_alternative<VersionRequest>(parsed)) {
    print("workmux " WORKMUX_VERSION "\n");
    return 0;
  }
  const os::Environment environment = os::Environment::current();
  const std::filesystem::path program = os::program_path();
  if (environment.has("WM_SANDBOX_GUEST")) return become_guest(words, program);
  if (const auto* help = std::get_if<HelpRequest>(&parsed)) return print_help(*help);
  if (const auto* error = std::get_if<UsageError>(&parsed)) {
    print_to(STDERR_FILENO, error->text + "\n");
    return kUsage;
  }
  return run_command(std::get<Invocation>(parsed), words, environment, program);
}

int report_unexpected() {
  print_to(STDERR_FILENO, "Error: workmux ran out of memory or met an unknown failure\n");
  return 1;
}

}  // namespace cli
