#include "workflow/auto_name.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "agent/profile.h"
#include "base/shell.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/process.h"

namespace workflow {

namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr size_t kOutputLimit = 1U << 20;
constexpr std::string_view kLlm = "llm";
constexpr std::string_view kRequest =
    "Answer with one short git branch name for the task below: two to five lower-case English words joined by hyphens "
    "that say what will be done. Nothing else: no explanation, no quotes, no prefix.";

// A word may be empty, but a quote that never ends is a mistake.
bool has_open_quote(std::string_view line) {
  char open = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && open != '\'') {
      ++i;
    } else if (open == 0 && (c == '\'' || c == '"')) {
      open = c;
    } else if (c == open) {
      open = 0;
    }
  }
  return open != 0;
}

NamingCommand llm_command(const config::AutoName& options) {
  NamingCommand command{.words = {std::string(kLlm)}, .is_llm = true};
  if (options.model && !options.model->empty()) command.words.insert(command.words.end(), {"-m", *options.model});
  return command;
}

std::string shown(std::string_view text) {
  return std::string(base::trim(base::sanitise(text.substr(0, 4096))));
}

base::Result<std::string> told(const NamingCommand& command, const os::Outcome& outcome) {
  const std::string errors = shown(outcome.errors);
  if (outcome.timed_out) return base::fail(fmt::format("'{}' gave no branch name in time", command.words.front()));
  if (command.is_llm && !outcome.ok()) return base::fail(fmt::format("llm command failed: {}", errors));
  if (!outcome.ok()) {
    return base::fail(fmt::format("Custom command '{}' failed (exit code {}):\n{}", command.words.front(),
                                  outcome.exit_code, errors.empty() ? shown(outcome.output) : errors));
  }
  std::string name = name_from_answer(outcome.output);
  if (name.empty()) return base::fail("LLM returned empty branch name");
  return name;
}

}  // namespace

base::Result<NamingCommand> naming_command(const config::Config& config, const std::optional<std::string>& agent) {
  std::string line(base::trim(config.auto_name.command.value_or("")));
  if (line.empty()) {
    const auto effective = config::resolve_agent(config, agent);
    line = agent::profile_of(effective.command, effective.type.value_or("")).naming_command;
  }
  if (line.empty() || line == kLlm) return llm_command(config.auto_name);
  if (has_open_quote(line)) {
    return base::fail(fmt::format("Failed to parse auto_name.command: mismatched quotes in '{}'", line));
  }
  return NamingCommand{.words = base::shell_words(line), .is_llm = false};
}

std::string name_from_answer(std::string_view answer) {
  const std::string clean = base::sanitise(answer);
  auto text = base::trim(clean);
  while (text.starts_with('`')) text.remove_prefix(1);
  while (text.ends_with('`')) text.remove_suffix(1);
  text = base::trim(text);
  return base::slug(text.substr(0, text.find('\n')));
}

base::Result<AutoName> AutoName::create(const Setting& setting,
                                        const std::optional<std::filesystem::path>& config_file) {
  World world = TRY(look_around(setting));
  auto loaded = TRY(load_config(world, config_file));
  return AutoName(std::move(world), std::move(loaded.config));
}

base::Result<std::string> AutoName::program(const std::optional<std::string>& agent) const {
  return TRY(naming_command(config_, agent)).words.front();
}

base::Result<std::string> AutoName::ask(const std::optional<std::string>& agent, std::string_view prompt) const {
  const NamingCommand naming = TRY(naming_command(config_, agent));
  const auto search_path = world_.setting.environment.get("PATH").value_or("");
  const auto program = os::find_program(naming.words.front(), search_path, world_.guest_writable());
  if (!program) {
    if (naming.is_llm) return base::fail("Failed to run 'llm' command. Is it installed? (pipx install llm)");
    return base::fail(fmt::format("Could not find '{}' on PATH", base::sanitise_line(naming.words.front())),
                      "It is to name the branch: set 'auto_name.command', or give a name instead of --auto-name.");
  }
  os::Command command;
  command.arguments = naming.words;
  command.arguments.front() = program->string();
  command.environment = world_.setting.environment;
  // Not the worktree we stand in: a guest may have written what the program reads there.
  command.directory = world_.repository.main_worktree;
  command.stdin_stream = os::Stream::capture;
  command.input =
      fmt::format("{}\n\nUser Input:\n{}", config_.auto_name.system_prompt.value_or(std::string(kRequest)), prompt);
  command.time_limit = kPatience;
  command.output_limit = kOutputLimit;
  return told(naming, TRY(os::run(command)));
}

}  // namespace workflow
