#include "ground.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "base/text.h"
#include "os/files.h"

namespace sandbox::quarantine::testing {

namespace {

namespace fs = std::filesystem;

os::Environment clean_environment(const fs::path& home) {
  os::Environment environment;
  environment.set("PATH", "/usr/local/bin:/usr/bin:/bin");
  environment.set("HOME", home.string());
  environment.set("GIT_CONFIG_GLOBAL", "/dev/null");
  environment.set("GIT_CONFIG_NOSYSTEM", "1");
  for (const auto* const role : {"AUTHOR", "COMMITTER"}) {
    environment.set(fmt::format("GIT_{}_NAME", role), "A U Thor");
    environment.set(fmt::format("GIT_{}_EMAIL", role), "author@example.com");
  }
  return environment;
}

std::string without_newline(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

Ground::Ground(const std::string& object_format) {
  const auto made = os::make_temporary_directory(fs::path(::testing::TempDir()), "quarantine-");
  EXPECT_TRUE(made.has_value());
  root = *os::real_path(*made);
  repository = root / "project";
  worktree = root / "project__worktrees" / "feat";
  remote = root / "remote.git";
  canary = root / "canary";
  for (const auto& directory : {repository, root / "home", root / "project__worktrees"}) {
    EXPECT_TRUE(os::make_directories(directory, 0755));
  }
  subject.environment = clean_environment(root / "home");
  const std::string format = "--object-format=" + object_format;
  git(root, {"init", "-q", format, "--bare", "-b", "main", remote.string()});
  git(repository, {"init", "-q", format, "-b", "main"});
  write(repository / "file", "one\n");
  write(repository / "dir/other", "other\n");
  git(repository, {"add", "."});
  git(repository, {"commit", "-q", "-m", "first"});
  git(repository, {"remote", "add", "origin", remote.string()});
  git(repository, {"push", "-q", "origin", "main"});
  git(repository, {"worktree", "add", "-q", "-b", "feat", worktree.string()});
  subject.worktree = worktree;
  subject.common_dir = repository / ".git";
  subject.git_dir = repository / ".git" / "worktrees" / "feat";
  subject.handle = "feat";
  subject.project_id = "project-0123456789";
  subject.sandbox_id = "feat-1";
  subject.branch = "feat";
  subject.facade = root / "state" / "sandbox" / "git" / subject.project_id / "feat";
}

Ground::~Ground() {
  EXPECT_FALSE(fs::exists(fs::symlink_status(canary))) << "the canary fired";
  static_cast<void>(os::remove_tree(root));
}

bool Ground::has_bubblewrap() {
  os::Command command;
  command.arguments = {"bwrap", "--bind", "/", "/", "--dev", "/dev", "true"};
  const auto outcome = os::run(command);
  return outcome && outcome->ok();
}

std::string Ground::git(const fs::path& directory, const std::vector<std::string>& arguments) const {
  os::Command command;
  command.arguments = {"git"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = subject.environment;
  command.directory = directory;
  const auto outcome = os::run(command);
  EXPECT_TRUE(outcome && outcome->ok()) << "git " << base::join(arguments, " ") << ": "
                                        << (outcome ? outcome->errors : outcome.error().message);
  return outcome ? without_newline(outcome->output) : std::string();
}

os::Outcome Ground::guest(const std::string& script) const {
  os::Command command;
  command.arguments = {"bwrap", "--bind", "/", "/", "--dev", "/dev", "--tmpfs", "/run"};
  for (const auto& mount : mounts) {
    command.arguments.insert(command.arguments.end(),
                             {mount.writable ? "--bind" : "--ro-bind", mount.source.string(), mount.target.string()});
  }
  command.arguments.insert(command.arguments.end(), {"--die-with-parent", "--chdir", worktree.string(), "sh", "-c",
                                                     "exec 2>&1\nset -e\n" + script});
  command.environment = subject.environment;
  auto outcome = os::run(command);
  EXPECT_TRUE(outcome.has_value()) << "bwrap did not start";
  return outcome ? *std::move(outcome) : os::Outcome{.exit_code = 126};
}

std::string Ground::in_guest(const std::string& script) const {
  const auto outcome = guest(script);
  EXPECT_TRUE(outcome.ok()) << script << "\n" << outcome.output << outcome.errors;
  return without_newline(outcome.output);
}

void Ground::prepare(GuestRuns guest_runs) {
  const auto facade = quarantine::prepare(subject, guest_runs);
  ASSERT_TRUE(facade.has_value()) << base::describe(facade.error());
  mounts = facade->mounts;
}

Report Ground::import() const {
  const auto report = quarantine::import(subject);
  EXPECT_TRUE(report.has_value()) << base::describe(report.error());
  return report ? *report : Report{};
}

void Ground::write(const fs::path& file, const std::string& text) const {
  EXPECT_TRUE(os::make_directories(file.parent_path(), 0755));
  EXPECT_TRUE(os::write_atomically(file, text, 0644)) << file;
}

std::string Ground::read(const fs::path& file) const {
  return os::read_file_if_exists(file)->value_or("<missing>");
}

}  // namespace sandbox::quarantine::testing
