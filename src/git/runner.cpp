#include "git/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "git/worktrees.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using Setting = std::pair<std::string_view, std::string_view>;

// What a repository's own settings could make git start, switched off whatever the call is for.
constexpr std::array kAlways = {
    Setting{"core.fsmonitor", "false"},    Setting{"core.pager", "cat"}, Setting{"protocol.ext.allow", "never"},
    Setting{"submodule.recurse", "false"}, Setting{"gc.auto", "0"},      Setting{"maintenance.auto", "false"},
};
// ... and unless the user typed a command whose hooks, editor and signature belong to it.
constexpr std::array kWithoutHooks = {
    Setting{"core.hooksPath", "/dev/null"}, Setting{"core.attributesFile", "/dev/null"},
    Setting{"commit.gpgSign", "false"},     Setting{"tag.gpgSign", "false"},
    Setting{"core.editor", "false"},        Setting{"sequence.editor", "false"},
};

// GIT_* variables that choose no repository and start nothing: who the user is and where the user's settings are.
constexpr std::array<std::string_view, 9> kIdentity = {
    "GIT_AUTHOR_NAME",    "GIT_AUTHOR_EMAIL",  "GIT_AUTHOR_DATE",   "GIT_COMMITTER_NAME",  "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_DATE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
};
constexpr std::array<std::string_view, 6> kNetwork = {
    "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_PROXY_SSL_CAINFO",
};
constexpr std::array<std::string_view, 2> kEditors = {"GIT_EDITOR", "GIT_SEQUENCE_EDITOR"};

template <size_t N>
void keep(const os::Environment& from, const std::array<std::string_view, N>& names, os::Environment& to) {
  for (const std::string_view name : names) {
    if (const auto value = from.get(name)) to.set(name, *value);
  }
}

template <size_t N>
void add_settings(const std::array<Setting, N>& settings, std::vector<std::string>& arguments) {
  for (const auto& [name, value] : settings) {
    arguments.insert(arguments.end(), {"-c", fmt::format("{}={}", name, value)});
  }
}

// PATH for what git itself starts: only absolute entries outside `untrusted` (SBX E19).
std::string trusted_path(std::string_view path, const std::vector<fs::path>& untrusted) {
  std::vector<std::string> kept;
  for (std::string& entry : base::split(path, ':')) {
    if (!entry.starts_with('/')) continue;
    const bool bad = std::ranges::any_of(untrusted, [&](const fs::path& root) { return os::is_within(entry, root); });
    if (!bad) kept.push_back(std::move(entry));
  }
  return base::join(kept, ":");
}

os::Environment environment_for(const os::Environment& user, const std::string& path, const RunOptions& options) {
  os::Environment environment = user;
  environment.unset_prefix("GIT_");
  keep(user, kIdentity, environment);
  if (options.network == Network::user) keep(user, kNetwork, environment);
  if (options.hooks == Hooks::user) {
    keep(user, kEditors, environment);
  } else {
    environment.set("PATH", path);
  }
  environment.set("GIT_NO_REPLACE_OBJECTS", "1");
  environment.set("GIT_TERMINAL_PROMPT", "0");
  if (options.terminal == Terminal::none) {  // what is printed gets read by us
    environment.set("LANGUAGE", "C");
    if (options.hooks == Hooks::off) environment.set("LC_ALL", "C");
  }
  for (const auto& [name, value] : options.environment) environment.set(name, value);
  return environment;
}

}  // namespace

base::Result<Runner> Runner::create(const Repository& repository, const os::Environment& environment,
                                    const std::vector<fs::path>& untrusted) {
  const std::string path = environment.get("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  const auto program = os::find_program("git", path, untrusted);
  if (!program) {
    return base::fail("Could not find 'git' on PATH",
                      "Install git; entries of PATH that are relative or inside a worktree are not searched.");
  }
  return Runner(repository, *program, environment, trusted_path(path, untrusted));
}

Runner Runner::at(const Worktree& worktree) const {
  Runner runner = *this;
  runner.repository_ = at_worktree(repository_, worktree);
  return runner;
}

Runner Runner::without_worktree() const {
  Runner runner = *this;
  runner.repository_.git_dir = repository_.common_dir;
  runner.repository_.worktree.clear();
  return runner;
}

os::Command Runner::command(const std::vector<std::string>& arguments, const RunOptions& options) const {
  os::Command command;
  command.arguments = {program_.string(), "--git-dir=" + repository_.git_dir.string()};
  if (!repository_.worktree.empty()) command.arguments.push_back("--work-tree=" + repository_.worktree.string());
  if (options.access == Access::read) command.arguments.emplace_back("--no-optional-locks");
  add_settings(kAlways, command.arguments);
  if (options.hooks == Hooks::off) add_settings(kWithoutHooks, command.arguments);
  if (options.network == Network::off) command.arguments.insert(command.arguments.end(), {"-c", "core.askPass="});
  for (const auto& [name, value] : options.settings) {
    command.arguments.insert(command.arguments.end(), {"-c", fmt::format("{}={}", name, value)});
  }
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());

  command.environment = environment_for(environment_, trusted_path_, options);
  command.directory = options.directory;
  if (command.directory.empty())
    command.directory = repository_.worktree.empty() ? repository_.git_dir : repository_.worktree;
  command.input = options.input;
  command.output_limit = options.output_limit;
  command.time_limit = options.time_limit;
  if (!options.input.empty()) command.stdin_stream = os::Stream::capture;
  if (options.terminal == Terminal::inherit) {
    command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::inherit;
    command.new_group = false;
  }
  return command;
}

base::Result<os::Outcome> Runner::run(const std::vector<std::string>& arguments, const RunOptions& options) const {
  return os::run(command(arguments, options));
}

base::Result<std::string> Runner::output(const std::vector<std::string>& arguments, const RunOptions& options) const {
  os::Outcome outcome = TRY(run(arguments, options));
  if (outcome.ok() && !outcome.timed_out && !outcome.too_much_output) return std::move(outcome.output);
  return std::unexpected(failure(arguments, outcome));
}

base::Error failure(const std::vector<std::string>& arguments, const os::Outcome& outcome) {
  constexpr size_t kCauseLimit = 4096;
  base::Error error;
  error.message = fmt::format("git {} failed", arguments.empty() ? std::string() : arguments.front());
  if (outcome.timed_out) {
    error.message += ": it took too long";
  } else if (outcome.too_much_output) {
    error.message += ": it printed too much";
  } else if (outcome.signal != 0) {
    error.message += fmt::format(": it was ended by signal {}", outcome.signal);
  }
  std::string text(base::trim(base::sanitise(std::string_view(outcome.errors).substr(0, kCauseLimit))));
  if (!text.empty()) error.causes.push_back(std::move(text));
  return error;
}

std::vector<std::string> safe_diff_arguments() {
  return {"--no-ext-diff", "--no-textconv"};
}

base::Result<fs::path> hooks_directory(const Runner& runner) {
  RunOptions options;
  options.hooks = Hooks::user;
  const std::string text = TRY(runner.output({"rev-parse", "--git-path", "hooks"}, options));
  const fs::path path(text.substr(0, text.find('\n')));
  if (path.is_absolute()) return path.lexically_normal();
  const Repository& repository = runner.repository();
  return ((repository.worktree.empty() ? repository.git_dir : repository.worktree) / path).lexically_normal();
}

}  // namespace git
