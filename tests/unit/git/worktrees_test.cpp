#include "git/worktrees.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/text.h"
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

std::vector<Worktree> list(const TestRepository& repo) {
  return value(list_worktrees(repo.discovered()));
}

Worktree find(const std::vector<Worktree>& worktrees, const std::string& name) {
  return value(find_worktree(worktrees, name));
}

// Ours and git's own list say the same.
void expect_as_git(const fs::path& place) {
  const Repository repository = value(discover(place));
  const auto ours = value(list_worktrees(repository));
  const auto gits =
      value(parse_worktree_list(repository, run_git(place, {"worktree", "list", "--porcelain", "-z"}) + '\0'));
  ASSERT_EQ(ours.size(), gits.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].path, gits[i].path);
    EXPECT_EQ(ours[i].git_dir, gits[i].git_dir);
    EXPECT_EQ(ours[i].branch, gits[i].branch);
    EXPECT_EQ(ours[i].head, gits[i].head) << ours[i].path;
    EXPECT_EQ(ours[i].detached, gits[i].detached);
    EXPECT_EQ(ours[i].bare, gits[i].bare);
    EXPECT_EQ(ours[i].is_main, gits[i].is_main);
    EXPECT_EQ(ours[i].locked, gits[i].locked);
    EXPECT_EQ(ours[i].missing, gits[i].missing);
  }
}

TEST(Worktrees, OrderAndFieldsAreGits) {
  const TestRepository repo;
  repo.add_worktree("z", "topic/z");
  repo.add_worktree("a b", "blank");
  repo.add_worktree("q'\"$x", "quotes");
  repo.add_worktree("new\nline", "newline");
  repo.git({"worktree", "add", "-q", "--detach", (repo.root() / "m").string()});
  repo.git({"worktree", "lock", "--reason", "on a stick", (repo.root() / "z").string()});
  fs::remove_all(repo.root() / "a b");
  repo.git({"pack-refs", "--all"});
  expect_as_git(repo.main());
  expect_as_git(repo.root() / "z");
  const auto worktrees = list(repo);
  EXPECT_EQ(worktrees.size(), 6U);
  EXPECT_TRUE(worktrees[0].is_main);
  EXPECT_EQ(find(worktrees, "z").lock_reason, "on a stick");
  EXPECT_TRUE(find(worktrees, "a b").missing);
  EXPECT_TRUE(find(worktrees, "m").detached);
  EXPECT_EQ(find(worktrees, "m").branch, "");
  EXPECT_EQ(find(worktrees, "new\nline").branch, "newline");
}

TEST(Worktrees, BareRepository) {
  const TestRepository source;
  const Directory place;
  run_git(place.path(), {"clone", "-q", "--bare", source.main().string(), ".bare"});
  run_git(place.path() / ".bare", {"worktree", "add", "-q", "../main", "main"});
  expect_as_git(place.path() / "main");
  const auto worktrees = value(list_worktrees(value(discover(place.path() / "main"))));
  EXPECT_TRUE(worktrees[0].bare);
  EXPECT_FALSE(find_worktree(worktrees, ".bare"));
  EXPECT_EQ(find(worktrees, "main").path, place.path() / "main");
}

TEST(Worktrees, SeparateGitDirectoryListsItsRealMain) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "--separate-git-dir", "store", "tree"});
  const auto worktrees = value(list_worktrees(value(discover(place.path() / "tree"))));
  ASSERT_EQ(worktrees.size(), 1U);
  EXPECT_EQ(worktrees[0].path, place.path() / "tree");
  EXPECT_EQ(worktrees[0].branch, "main");
}

TEST(Worktrees, RelativeAdminFiles) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  write_file(repo.main() / ".git/worktrees/topic/gitdir", "../../../../topic/.git\n");
  write_file(linked / ".git", "gitdir: ../app/.git/worktrees/topic\n");
  const auto worktrees = list(repo);
  EXPECT_EQ(find(worktrees, "topic").path, linked);
  EXPECT_FALSE(find(worktrees, "topic").missing);
  EXPECT_EQ(value(current_worktree_name(value(discover(linked)), worktrees)), "topic");
}

TEST(Worktrees, WT_W52_InMidRebaseTheBranchIsKnown) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "feature/topic");
  repo.commit(linked, "README", "theirs\n");
  repo.commit(repo.main(), "README", "ours\n");
  for (const char* backend : {"--merge", "--apply"}) {
    EXPECT_FALSE(try_git(linked, {"rebase", backend, "main"}).ok());
    const Worktree worktree = find(list(repo), "topic");
    EXPECT_EQ(worktree.branch, "feature/topic") << backend;
    EXPECT_TRUE(worktree.rebasing);
    EXPECT_FALSE(worktree.detached);
    EXPECT_EQ(worktree.head, run_git(linked, {"rev-parse", "HEAD"}));
    EXPECT_EQ(find(list(repo), "feature/topic").path, linked);
    run_git(linked, {"rebase", "--abort"});
    EXPECT_FALSE(find(list(repo), "topic").rebasing);
  }
}

TEST(Worktrees, HostileAdminEntries) {
  const TestRepository repo;
  repo.add_worktree("good", "good");
  const fs::path admin = repo.main() / ".git/worktrees";
  fs::create_directories(admin / "empty");
  write_file(admin / "huge/gitdir", std::string(1 << 20, 'x'));
  write_file(admin / "nul/gitdir", std::string("/tmp\0/x", 7));
  write_file(admin / "headless/gitdir", (repo.root() / "headless/.git").string() + "\n");
  write_file(admin / "badhead/gitdir", (repo.root() / "badhead/.git").string() + "\n");
  write_file(admin / "badhead/HEAD", "ref: refs/heads/../../../etc/passwd\n");
  write_file(admin / "badhead/rebase-merge/head-name", "refs/heads/--force\n");
  const auto worktrees = list(repo);
  EXPECT_EQ(worktrees.size(), 4U);
  EXPECT_EQ(find(worktrees, "headless").branch, "");
  EXPECT_EQ(find(worktrees, "badhead").branch, "");
  EXPECT_EQ(find(worktrees, "good").branch, "good");
}

TEST(FindWorktree, HandleComesBeforeBranch) {
  const TestRepository repo;
  repo.add_worktree("one", "two");
  repo.add_worktree("two", "three");
  const auto worktrees = list(repo);
  EXPECT_EQ(find(worktrees, "two").branch, "three");
  EXPECT_EQ(find(worktrees, "three").handle(), "two");
  EXPECT_EQ(find(worktrees, "app").is_main, true);
  EXPECT_EQ(find(worktrees, "main").is_main, true);
  const auto missing = find_worktree(worktrees, "nix\x1b[31m");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "Worktree 'nix' not found. Use 'workmux list' to see available worktrees.");
  EXPECT_FALSE(find_worktree(worktrees, ""));
}

TEST(FindWorktree, WT_W17_AmbiguousNamesAreReported) {
  const TestRepository repo;
  repo.add_worktree("one", "two");
  repo.add_worktree("two", "three");
  repo.add_worktree("same", "same");
  EXPECT_EQ(other_meaning(list(repo), "two")->handle(), "one");
  EXPECT_FALSE(other_meaning(list(repo), "one"));
  EXPECT_FALSE(other_meaning(list(repo), "same"));
}

TEST(CurrentWorktree, CLI_W14_WT_A38_FoundByTopLevelNotByName) {
  const TestRepository repo;
  repo.git({"worktree", "add", "-q", "-b", "c", (repo.main() / ".wts/c").string()});
  repo.add_worktree("sub", "other");
  const fs::path below = repo.main() / ".wts/c/sub/deep";
  fs::create_directories(below);
  EXPECT_EQ(value(current_worktree_name(value(discover(below)), list(repo))), "c");
  EXPECT_EQ(value(current_worktree_name(value(discover(repo.main())), list(repo))), "app");
  EXPECT_FALSE(current_worktree(value(discover(repo.main() / ".git")), list(repo)));
}

TEST(CurrentWorktree, AtWorktreeIsWhatDiscoveryThereSays) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  const Repository there = at_worktree(repo.discovered(), find(list(repo), "topic"));
  EXPECT_EQ(there.git_dir, value(discover(linked)).git_dir);
  EXPECT_EQ(there.worktree, linked);
  EXPECT_EQ(worktree_at(list(repo), linked)->branch, "topic");
  fs::create_directory_symlink(linked, repo.root() / "link");
  EXPECT_EQ(worktree_at(list(repo), repo.root() / "link")->branch, "topic");
}

TEST(Worktrees, WT_W40_NothingIsStartedToLookAround) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  repo.git({"pack-refs", "--all"});
  const std::string path = getenv("PATH");
  setenv("PATH", "/nonexistent", 1);  // git cannot be found
  const Repository found = repo.discovered(linked);
  EXPECT_FALSE(Runner::create(found, os::Environment::current()));
  const auto worktrees = value(list_worktrees(found));
  EXPECT_EQ(value(current_worktree_name(found, worktrees)), "topic");
  EXPECT_EQ(value(default_branch(found, "")), "main");
  EXPECT_TRUE(value(find_branch_ref(found, "topic")).has_value());
  EXPECT_EQ(value(list_branches(found)).size(), 2U);
  setenv("PATH", path.c_str(), 1);
}

TEST(Worktrees, AnUnknownRefFormatIsAskedFromGit) {
  const TestRepository repo;
  repo.add_worktree("topic", "topic");
  Repository found = repo.discovered();
  found.ref_format = RefFormat::other;
  const auto worktrees = value(list_worktrees(found));
  ASSERT_EQ(worktrees.size(), 2U);
  EXPECT_EQ(worktrees[1].branch, "topic");
  EXPECT_EQ(worktrees[1].git_dir, repo.main() / ".git/worktrees/topic");
}

}  // namespace
}  // namespace git
