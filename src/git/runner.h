#pragma once
// The only way to run git (SBX E1 layer 3): explicit directories instead of discovery, an environment without GIT_*
// surprises, and settings on the command line that switch off what a repository could make git start.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "git/repository.h"
#include "os/environment.h"
#include "os/process.h"

namespace git {

struct Worktree;

// May this call run the user's hooks, signing program and editor? `user` only for what the user typed on the host
// (commit in merge, worktree add), and only after the tamper check of the hooks directory.
enum class Hooks : std::uint8_t { off, user };

// `read` takes no optional locks (WT 17.1).
enum class Access : std::uint8_t { read, write };

// `inherit`: the child shares our terminal (editor, interactive patch); nothing is captured.
enum class Terminal : std::uint8_t { none, inherit };

// `user`: the call talks to a remote, so the user's ssh and askpass choices are kept.
enum class Network : std::uint8_t { off, user };

struct RunOptions {
  Hooks hooks = Hooks::off;
  Access access = Access::read;
  Terminal terminal = Terminal::none;
  Network network = Network::off;
  std::string input = {};                                          // for stdin
  std::vector<std::pair<std::string, std::string>> settings = {};  // further `-c name=value`, after the hardening ones
  std::vector<std::pair<std::string, std::string>> environment = {};  // variables set last (GIT_INDEX_FILE, ...)
  std::filesystem::path directory = {};                               // empty: the work tree, or the git directory
  std::chrono::milliseconds time_limit{0};                            // 0: none
  size_t output_limit = 64U << 20;                                    // bytes
};

class Runner {
 public:
  // For the worktree the repository was discovered from. Finds the git program once: entries of PATH that are relative
  // or in one of `untrusted` are skipped (SBX E19). Error: no git.
  static base::Result<Runner> create(const Repository& repository, const os::Environment& environment,
                                     const std::vector<std::filesystem::path>& untrusted = {});

  // The same program and environment for another worktree of this repository.
  Runner at(const Worktree& worktree) const;
  // ... and for the repository as such: the common dir, no work tree.
  Runner without_worktree() const;

  const Repository& repository() const { return repository_; }
  const std::filesystem::path& program() const { return program_; }

  // The whole call as it would be run; `arguments` starts with the sub-command.
  os::Command command(const std::vector<std::string>& arguments, const RunOptions& options = {}) const;

  // Runs it. A non-zero exit is no error.
  base::Result<os::Outcome> run(const std::vector<std::string>& arguments, const RunOptions& options = {}) const;

  // Runs it and returns its stdout. A failure is an error: "git <sub-command> failed" with git's own text as the cause.
  base::Result<std::string> output(const std::vector<std::string>& arguments, const RunOptions& options = {}) const;

 private:
  Runner(Repository repository, std::filesystem::path program, os::Environment environment, std::string trusted_path)
      : repository_(std::move(repository)),
        program_(std::move(program)),
        environment_(std::move(environment)),
        trusted_path_(std::move(trusted_path)) {}
  Repository repository_;
  std::filesystem::path program_;
  os::Environment environment_;  // the user's, cleaned for each call
  std::string trusted_path_;     // PATH of calls without hooks
};

// A failed call as an error: "git <sub-command> failed", git's own text (sanitised, at most 4 KiB) as the cause.
base::Error failure(const std::vector<std::string>& arguments, const os::Outcome& outcome);

// Arguments that every diff-like call needs besides: no external diff, no textconv.
std::vector<std::string> safe_diff_arguments();

// Where git would look for hooks: core.hooksPath, or <common dir>/hooks. One process. Hooks inside a tree that a guest
// can write must not run (SBX E1 layer 3): compare with os::is_within.
base::Result<std::filesystem::path> hooks_directory(const Runner& runner);

}  // namespace git
