#include "git/runner.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "git/support.h"
#include "git/worktrees.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::run_git;
using testing::TestRepository;
using testing::value;
using testing::write_file;

void make_program(const fs::path& path, const std::string& script) {
  write_file(path, "#!/bin/sh\n" + script + "\n");
  fs::permissions(path, fs::perms::owner_all);
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::count(words, word) > 0;
}

TEST(Runner, DirectoriesAreNamedAndNotDiscovered) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  const os::Command command = repo.runner(linked).command({"status"});
  EXPECT_TRUE(command.arguments[0].starts_with('/'));
  EXPECT_EQ(command.arguments[1], "--git-dir=" + (repo.main() / ".git/worktrees/topic").string());
  EXPECT_EQ(command.arguments[2], "--work-tree=" + linked.string());
  EXPECT_TRUE(has(command.arguments, "--no-optional-locks"));
  EXPECT_EQ(command.directory, linked);
  // A link that leads elsewhere changes nothing.
  const TestRepository other;
  const Runner runner = repo.runner(linked);
  write_file(linked / ".git", "gitdir: " + (other.main() / ".git").string() + "\n");
  EXPECT_EQ(value(runner.output({"rev-parse", "--abbrev-ref", "HEAD"})), "topic\n");
}

TEST(Runner, SBX_E1_TheEnvironmentChoosesNoRepositoryAndNoProgram) {
  const TestRepository repo;
  os::Environment environment = os::Environment::current();
  for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF",
                           "GIT_SSH_COMMAND", "GIT_EDITOR", "GIT_ASKPASS", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
                           "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR", "GIT_TRACE"}) {
    environment.set(name, "/nowhere/evil");
  }
  environment.set("GIT_AUTHOR_NAME", "Kept");
  const Runner runner = *Runner::create(repo.discovered(), environment);
  const auto off = runner.command({"status"}).environment;
  EXPECT_FALSE(off.has("GIT_DIR"));
  EXPECT_FALSE(off.has("GIT_SSH_COMMAND"));
  EXPECT_FALSE(off.has("GIT_EDITOR"));
  EXPECT_FALSE(off.has("GIT_CONFIG_PARAMETERS"));
  EXPECT_EQ(off.get("GIT_AUTHOR_NAME"), "Kept");
  EXPECT_EQ(off.get("GIT_TERMINAL_PROMPT"), "0");
  EXPECT_EQ(off.get("GIT_NO_REPLACE_OBJECTS"), "1");
  EXPECT_EQ(off.get("LC_ALL"), "C");
  EXPECT_TRUE(runner.run({"status"})->ok());
  EXPECT_TRUE(runner.command({"fetch"}, {.network = Network::user}).environment.has("GIT_SSH_COMMAND"));
  EXPECT_TRUE(runner.command({"commit"}, {.hooks = Hooks::user}).environment.has("GIT_EDITOR"));
}

TEST(Runner, SBX_E1_WhatARepositoryCouldStartDoesNotStart) {
  const TestRepository repo;
  const fs::path canary = repo.root() / "canary";
  const fs::path program = repo.root() / "evil.sh";
  make_program(program, "echo x >> '" + canary.string() + "'");
  for (const char* hook :
       {"post-checkout", "pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"}) {
    fs::copy_file(program, repo.main() / ".git/hooks" / hook);
  }
  for (const char* name :
       {"core.fsmonitor", "core.editor", "core.pager", "core.askPass", "sequence.editor", "gpg.program"}) {
    repo.git({"config", name, program.string()});
  }
  repo.git({"config", "commit.gpgSign", "true"});
  fs::remove(canary);
  write_file(repo.main() / "README", "changed\n");
  const RunOptions write{.access = Access::write};
  EXPECT_TRUE(repo.runner().run({"status"})->ok());
  EXPECT_TRUE(repo.runner().run({"add", "README"}, write)->ok());
  EXPECT_TRUE(repo.runner().run({"commit", "-q", "-m", "x"}, write)->ok());
  EXPECT_TRUE(repo.runner().run({"checkout", "-q", "-b", "y"}, write)->ok());
  EXPECT_FALSE(repo.runner().run({"commit", "--amend"}, write)->ok()) << "the editor is 'false'";
  EXPECT_FALSE(fs::exists(canary));
  // The same call with the user's hooks fires: so the test can fail.
  EXPECT_TRUE(repo.runner().run({"checkout", "-q", "-b", "z"}, {.hooks = Hooks::user, .access = Access::write})->ok());
  EXPECT_TRUE(fs::exists(canary));
}

TEST(Runner, SBX_E27_ReplaceRefsAreNotFollowed) {
  const TestRepository repo;
  const std::string first = repo.git({"rev-parse", "HEAD"});
  const std::string second = repo.commit(repo.main(), "README", "evil\n");
  repo.git({"replace", second, first});
  EXPECT_EQ(value(repo.runner().output({"show", second + ":README"})), "evil\n");
}

TEST(Runner, SBX_E19_ProgramsInUntrustedDirectoriesAreNotFound) {
  const TestRepository repo;
  make_program(repo.main() / "bin/git", "touch '" + (repo.root() / "canary").string() + "'; exec /usr/bin/git \"$@\"");
  os::Environment environment = os::Environment::current();
  const std::string path = (repo.main() / "bin").string() + ":bin::" + environment.get("PATH").value_or("/usr/bin");
  environment.set("PATH", path);
  const Runner runner = *Runner::create(repo.discovered(), environment, {repo.main()});
  EXPECT_TRUE(runner.run({"status"})->ok());
  EXPECT_FALSE(fs::exists(repo.root() / "canary"));
  EXPECT_FALSE(runner.command({"status"}).environment.get("PATH")->starts_with(repo.main().string()));
  environment.set("PATH", (repo.main() / "bin").string());
  EXPECT_FALSE(Runner::create(repo.discovered(), environment, {repo.main()}));
}

TEST(Runner, FailuresCarryGitsOwnWords) {
  const TestRepository repo;
  const auto failed = repo.runner().output({"rev-parse", "--verify", "missing"});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "git rev-parse failed");
  ASSERT_EQ(failed.error().causes.size(), 1U);
  EXPECT_NE(failed.error().causes[0].find("Needed a single revision"), std::string::npos);
}

TEST(Runner, TerminalModeSharesTheTerminal) {
  const TestRepository repo;
  const os::Command command =
      repo.runner().command({"commit"}, {.hooks = Hooks::user, .access = Access::write, .terminal = Terminal::inherit});
  EXPECT_EQ(command.stdin_stream, os::Stream::inherit);
  EXPECT_EQ(command.stdout_stream, os::Stream::inherit);
  EXPECT_FALSE(command.new_group);
  EXPECT_FALSE(has(command.arguments, "core.editor=false"));
  EXPECT_FALSE(has(command.arguments, "--no-optional-locks"));
}

TEST(Runner, AtAnotherWorktree) {
  const TestRepository repo;
  repo.add_worktree("topic", "topic");
  const auto worktrees = value(list_worktrees(repo.discovered()));
  EXPECT_EQ(value(repo.runner().at(value(find_worktree(worktrees, "topic"))).output({"branch", "--show-current"})),
            "topic\n");
  EXPECT_EQ(value(repo.runner().without_worktree().output({"rev-parse", "--git-dir"})),
            (repo.main() / ".git").string() + "\n");
}

TEST(Runner, HooksDirectory) {
  const TestRepository repo;
  EXPECT_EQ(value(hooks_directory(repo.runner())), repo.main() / ".git/hooks");
  repo.git({"config", "core.hooksPath", ".husky"});
  EXPECT_EQ(value(hooks_directory(repo.runner())), repo.main() / ".husky");
}

}  // namespace
}  // namespace git
