#include "git/fresh_worktree.h"

#include <gtest/gtest.h>

#include "git/refs.h"
#include "git/support.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::run_git;
using testing::TestRepository;
using testing::try_git;
using testing::value;
using testing::write_file;

TEST(FreshWorktree, NewBranchHasNoUpstream) {
  const TestRepository repo;
  repo.git({"config", "branch.autoSetupMerge", "always"});
  const std::string head = repo.git({"rev-parse", "HEAD"});
  const fs::path path = repo.root() / "a b'\"";
  const Worktree made = value(create_worktree(
      repo.runner(), {.start = Start::new_branch, .path = path, .branch = "feature/Login", .base = "refs/heads/main"},
      Hooks::off));
  EXPECT_EQ(made.branch, "feature/Login");
  EXPECT_EQ(made.head, head);
  EXPECT_EQ(made.git_dir, fs::path(run_git(path, {"rev-parse", "--absolute-git-dir"})));
  EXPECT_EQ(run_git(path, {"status", "--porcelain"}), "");
  EXPECT_FALSE(try_git(path, {"config", "branch.feature/Login.merge"}).ok());
}

TEST(FreshWorktree, WT_A11_TrackingABranchOfARemote) {
  const TestRepository repo;
  repo.git({"branch", "feat/r"});
  const Directory place;
  run_git(place.path(), {"clone", "-q", repo.main().string(), "copy"});
  const Runner runner = *Runner::create(value(discover(place.path() / "copy")), os::Environment::current());
  const fs::path path = place.path() / "r";
  ASSERT_TRUE(create_worktree(
      runner,
      {.start = Start::new_tracking_branch, .path = path, .branch = "feat/r", .base = "refs/remotes/origin/feat/r"},
      Hooks::off));
  EXPECT_EQ(run_git(path, {"rev-parse", "--abbrev-ref", "@{upstream}"}), "origin/feat/r");
  ASSERT_TRUE(create_worktree(
      runner,
      {.start = Start::new_branch, .path = place.path() / "e", .branch = "e", .base = "refs/remotes/origin/main"},
      Hooks::off));
  EXPECT_FALSE(try_git(path, {"config", "branch.e.merge"}).ok());
}

TEST(FreshWorktree, WT_A4_ExistingBranchEvenWithATagOfThatName) {
  const TestRepository repo;
  repo.git({"branch", "old"});
  repo.commit(repo.main(), "a", "1");
  repo.git({"tag", "old"});
  const fs::path path = repo.root() / "old";
  const Worktree made = value(
      create_worktree(repo.runner(), {.start = Start::existing_branch, .path = path, .branch = "old"}, Hooks::off));
  EXPECT_EQ(made.head, repo.git({"rev-parse", "refs/heads/old"}));
  EXPECT_EQ(run_git(path, {"symbolic-ref", "HEAD"}), "refs/heads/old");
  EXPECT_EQ(run_git(path, {"status", "--porcelain"}), "");
}

TEST(FreshWorktree, WT_A9_ATagIsNoBranch) {
  const TestRepository repo;
  repo.git({"tag", "v1"});
  EXPECT_FALSE(create_worktree(
      repo.runner(), {.start = Start::existing_branch, .path = repo.root() / "v1", .branch = "v1"}, Hooks::off));
  EXPECT_FALSE(fs::exists(repo.root() / "v1"));
}

TEST(FreshWorktree, WT_W27_BadRequestsStartNothing) {
  const TestRepository repo;
  const Runner runner = repo.runner();
  const FreshWorktree good{
      .start = Start::new_branch, .path = repo.root() / "x", .branch = "x", .base = "refs/heads/main"};
  for (const char* branch : {"bad..name", "-x", "HEAD", "", "main"}) {
    FreshWorktree bad = good;
    bad.branch = branch;
    EXPECT_FALSE(create_worktree(runner, bad, Hooks::off)) << branch;
  }
  for (const char* base : {"", "-x", "main", "--detach", "HEAD"}) {
    FreshWorktree bad = good;
    bad.base = base;
    EXPECT_FALSE(create_worktree(runner, bad, Hooks::off)) << base;
  }
  FreshWorktree bad = good;
  bad.path = "relative";
  EXPECT_FALSE(create_worktree(runner, bad, Hooks::off));
  EXPECT_FALSE(fs::exists(repo.root() / "x"));
  EXPECT_EQ(repo.git({"branch", "--list", "x"}), "");
}

TEST(FreshWorktree, AFailureOfGitLeavesNeitherDirectoryNorBranch) {
  const TestRepository repo;
  write_file(repo.root() / "full/keep", "mine");
  const auto failed = create_worktree(
      repo.runner(),
      {.start = Start::new_branch, .path = repo.root() / "full", .branch = "x", .base = "refs/heads/main"}, Hooks::off);
  ASSERT_FALSE(failed);
  EXPECT_NE(testing::message(failed.error()).find("already exists"), std::string::npos);
  EXPECT_EQ(repo.git({"branch", "--list", "x"}), "");
  EXPECT_EQ(testing::read_text(repo.root() / "full/keep"), "mine");
  EXPECT_FALSE(create_worktree(
      repo.runner(),
      {.start = Start::new_branch, .path = repo.root() / "y", .branch = "y", .base = std::string(40, '1')},
      Hooks::off));
  EXPECT_FALSE(fs::exists(repo.root() / "y"));
  EXPECT_EQ(repo.git({"branch", "--list", "y"}), "");
}

TEST(FreshWorktree, AnExistingWorktreeIsNeverUndone) {
  const TestRepository repo;
  const fs::path taken = repo.add_worktree("taken", "taken");
  write_file(taken / "work", "precious");
  for (const Start start : {Start::new_branch, Start::existing_branch}) {
    const std::string branch = start == Start::new_branch ? "x" : "taken";
    EXPECT_FALSE(create_worktree(
        repo.runner(), {.start = start, .path = taken, .branch = branch, .base = "refs/heads/main"}, Hooks::off));
    EXPECT_EQ(testing::read_text(taken / "work"), "precious");
  }
  EXPECT_EQ(repo.git({"branch", "--list", "x"}), "");
}

TEST(FreshWorktree, ARegisteredPathWhoseDirectoryIsGoneLeavesNoBranch) {
  const TestRepository repo;
  const fs::path gone = repo.add_worktree("gone", "gone");
  fs::remove_all(gone);
  EXPECT_FALSE(create_worktree(
      repo.runner(), {.start = Start::new_branch, .path = gone, .branch = "x", .base = "refs/heads/main"}, Hooks::off));
  EXPECT_EQ(repo.git({"branch", "--list", "x"}), "");
  EXPECT_TRUE(fs::exists(repo.main() / ".git/worktrees/gone"));
}

TEST(FreshWorktree, AnEmptyDirectoryMayBeThere) {
  const TestRepository repo;
  fs::create_directories(repo.root() / "empty");
  EXPECT_TRUE(create_worktree(
      repo.runner(),
      {.start = Start::new_branch, .path = repo.root() / "empty", .branch = "x", .base = "refs/heads/main"},
      Hooks::off));
}

TEST(FreshWorktree, ABranchThatIsCheckedOutElsewhereIsRefusedByGit) {
  const TestRepository repo;
  const auto failed = create_worktree(
      repo.runner(), {.start = Start::existing_branch, .path = repo.root() / "again", .branch = "main"}, Hooks::off);
  ASSERT_FALSE(failed);
  EXPECT_NE(testing::message(failed.error()).find("main"), std::string::npos);
  EXPECT_FALSE(fs::exists(repo.root() / "again"));
  EXPECT_NE(repo.git({"branch", "--list", "main"}), "");
}

TEST(FreshWorktree, HooksRunOnlyWhenAllowed) {
  const TestRepository repo;
  write_file(repo.main() / ".git/hooks/post-checkout", "#!/bin/sh\ntouch hooked\n");
  fs::permissions(repo.main() / ".git/hooks/post-checkout", fs::perms::owner_all);
  const auto make = [&](const std::string& name, Hooks hooks) {
    return create_worktree(
        repo.runner(),
        {.start = Start::new_branch, .path = repo.root() / name, .branch = name, .base = "refs/heads/main"}, hooks);
  };
  ASSERT_TRUE(make("off", Hooks::off));
  EXPECT_FALSE(fs::exists(repo.root() / "off/hooked"));
  ASSERT_TRUE(make("on", Hooks::user));
  EXPECT_TRUE(fs::exists(repo.root() / "on/hooked"));
  // A hook that fails undoes all of it.
  write_file(repo.main() / ".git/hooks/post-checkout", "#!/bin/sh\necho no >&2; exit 3\n");
  fs::permissions(repo.main() / ".git/hooks/post-checkout", fs::perms::owner_all);
  ASSERT_FALSE(make("failing", Hooks::user));
  EXPECT_FALSE(fs::exists(repo.root() / "failing"));
  EXPECT_EQ(repo.git({"branch", "--list", "failing"}), "");
}

TEST(FreshWorktree, InABareRepositoryAndFromALinkedWorktree) {
  const TestRepository source;
  const Directory place;
  const fs::path bare = place.path() / ".bare";
  run_git(place.path(), {"clone", "-q", "--bare", source.main().string(), ".bare"});
  const Runner from_bare = *Runner::create(value(discover(bare)), os::Environment::current());
  ASSERT_TRUE(create_worktree(
      from_bare, {.start = Start::existing_branch, .path = place.path() / "main", .branch = "main"}, Hooks::off));
  const Runner from_linked = *Runner::create(value(discover(place.path() / "main")), os::Environment::current());
  ASSERT_TRUE(create_worktree(
      from_linked, {.start = Start::new_branch, .path = place.path() / "q", .branch = "q", .base = "refs/heads/main"},
      Hooks::off));
  EXPECT_EQ(run_git(place.path() / "q", {"branch", "--show-current"}), "q");
}

}  // namespace
}  // namespace git
