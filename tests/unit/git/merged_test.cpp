#include <gtest/gtest.h>

#include "git/refs.h"
#include "git/status.h"
#include "git/support.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::run_git;
using testing::TestRepository;
using testing::value;

Merged state(const TestRepository& repo, const std::string& branch, const std::string& base) {
  auto result = merged_state(repo.runner(), branch, base);
  EXPECT_TRUE(result) << testing::message(result.error());
  return result ? *result : Merged::no;
}

TEST(Merged, ReachableAndNot) {
  const TestRepository repo;
  repo.git({"branch", "same"});
  repo.git({"branch", "behind"});
  repo.commit(repo.main(), "a", "1");
  const fs::path linked = repo.add_worktree("topic", "topic");
  repo.commit(linked, "b", "1");
  EXPECT_EQ(state(repo, "behind", "main"), Merged::yes);
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
  repo.git({"merge", "-q", "--no-edit", "topic"});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::yes);
  EXPECT_FALSE(merged_state(repo.runner(), "missing", "main"));
}

TEST(Merged, WT_W4_WT_A27_ABaseThatIsGoneIsNotMerged) {
  const TestRepository repo;
  repo.git({"branch", "parent"});
  const fs::path linked = repo.add_worktree("child", "child");
  repo.commit(linked, "b", "1");
  repo.git({"branch", "-D", "parent"});
  EXPECT_EQ(state(repo, "child", "parent"), Merged::unknown_base);
  EXPECT_FALSE(is_merged(state(repo, "child", "parent")));
  EXPECT_FALSE(is_merged(state(repo, "child", "--all")));
  EXPECT_FALSE(is_merged(state(repo, "child", "")));
  EXPECT_FALSE(is_merged(state(repo, "child", "child"))) << "a branch is no base for itself";
}

TEST(Merged, TheRemoteBaseStandsInForAMissingLocalOne) {
  const TestRepository repo;
  const Directory place;
  repo.git({"branch", "dev"});
  run_git(place.path(), {"clone", "-q", repo.main().string(), "copy"});
  run_git(place.path() / "copy", {"branch", "work"});
  const Runner runner = *Runner::create(value(discover(place.path() / "copy")), os::Environment::current());
  EXPECT_EQ(value(merged_state(runner, "work", "dev")), Merged::yes);
  EXPECT_EQ(value(merged_state(runner, "work", "origin/dev")), Merged::yes);
}

TEST(Merged, WT_W51_SquashRebaseAndEqualTrees) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  repo.commit(linked, "a", "1\n");
  repo.commit(linked, "a", "1\n2\n");
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
  repo.git({"merge", "-q", "--squash", "topic"});
  repo.git({"commit", "-q", "-m", "squashed"});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::equivalent) << "equal trees";
  repo.commit(repo.main(), "other", "x");
  EXPECT_EQ(state(repo, "topic", "main"), Merged::equivalent) << "the base went on";
  repo.commit(repo.main(), "a", "changed again\n");
  EXPECT_EQ(state(repo, "topic", "main"), Merged::equivalent) << "even in the same file";
  repo.commit(linked, "a", "1\n2\n3\n");
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no) << "one more commit";
}

TEST(Merged, WT_W51_RebasedCommitsAreFoundOneByOne) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  const std::string one = repo.commit(linked, "a", "1\n");
  const std::string two = repo.commit(linked, "b", "2\n");
  repo.commit(repo.main(), "c", "3\n");
  repo.git({"cherry-pick", one});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
  repo.commit(repo.main(), "d", "4\n");
  repo.git({"cherry-pick", two});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::equivalent);
}

TEST(Merged, CommitsThatChangeNothingAreNotMerged) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  run_git(linked, {"commit", "-q", "--allow-empty", "-m", "a note"});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
  repo.commit(linked, "a", "1\n");
  run_git(linked, {"revert", "--no-edit", "HEAD"});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
}

TEST(Merged, WhatAMergeCommitAddsIsNotLost) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  const std::string one = repo.commit(linked, "a", "1\n");
  repo.commit(repo.main(), "b", "2\n");
  run_git(linked, {"merge", "-q", "--no-commit", "main"});
  testing::write_file(linked / "evil", "only here\n");
  run_git(linked, {"add", "-A"});
  run_git(linked, {"commit", "-q", "-m", "merge"});
  repo.git({"cherry-pick", one});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
}

TEST(Merged, UnrelatedHistories) {
  const TestRepository repo;
  repo.git({"checkout", "-q", "--orphan", "island"});
  repo.git({"commit", "-q", "-m", "island"});
  EXPECT_EQ(state(repo, "island", "main"), Merged::no);
}

TEST(Merged, NothingIsWrittenToTheRepository) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  repo.commit(linked, "a", "1\n");
  repo.commit(linked, "a", "2\n");
  repo.commit(repo.main(), "b", "2\n");
  const std::string before = repo.git({"count-objects", "-v"});
  EXPECT_EQ(state(repo, "topic", "main"), Merged::no);
  EXPECT_EQ(repo.git({"count-objects", "-v"}), before);
}

TEST(Merged, BranchesNotMerged) {
  const TestRepository repo;
  repo.git({"branch", "merged"});
  repo.commit(repo.add_worktree("topic", "feature/topic"), "a", "1");
  EXPECT_EQ(value(branches_not_merged(repo.runner(), repo.git({"rev-parse", "main"}))),
            (std::set<std::string, std::less<>>{"feature/topic"}));
}

TEST(Merged, Divergence) {
  const TestRepository repo;
  repo.commit(repo.add_worktree("topic", "topic"), "a", "1");
  repo.commit(repo.main(), "b", "1");
  repo.commit(repo.main(), "b", "2");
  const Divergence counts = value(divergence(repo.runner(), "topic", "main"));
  EXPECT_EQ(counts.ahead, 1);
  EXPECT_EQ(counts.behind, 2);
  EXPECT_FALSE(divergence(repo.runner(), "--all", "main"));
}

}  // namespace
}  // namespace git
