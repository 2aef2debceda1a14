#include "git/place_guard.h"

#include <gtest/gtest.h>

#include "git/record.h"
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

class PlaceGuard : public ::testing::Test {
 protected:
  void record(const std::string& handle, bool sandbox) {
    const Repository found = repo_.discovered();
    WorktreeRecord record = value(record_for(value(find_worktree(value(list_worktrees(found)), handle))));
    record.sandbox = sandbox;
    ASSERT_TRUE(save_record(record_directory(state_, found), handle, record));
  }
  bool accepted(const fs::path& directory) const {
    const Repository found = value(discover(directory));
    return check_place(state_, found, directory).has_value();
  }

  TestRepository repo_;
  fs::path state_ = repo_.root() / "state";
  fs::path linked_ = repo_.add_worktree("topic", "topic");
};

TEST_F(PlaceGuard, TheRecordedRepositoryIsAccepted) {
  record("topic", true);
  fs::create_directories(linked_ / "a/b");
  EXPECT_TRUE(accepted(linked_));
  EXPECT_TRUE(accepted(linked_ / "a/b"));
  EXPECT_TRUE(accepted(repo_.main()));
}

TEST_F(PlaceGuard, SBX_E3_ALinkToAnotherRepositoryIsRefused) {
  record("topic", true);
  const TestRepository other;
  write_file(linked_ / ".git", "gitdir: " + (other.main() / ".git").string() + "\n");
  EXPECT_FALSE(accepted(linked_));
  run_git(linked_, {"init", "-q", "--bare", "fake"});
  write_file(linked_ / ".git", "gitdir: fake\n");
  EXPECT_FALSE(accepted(linked_));
}

TEST_F(PlaceGuard, SBX_E1_ARepositoryInPlaceOfTheLinkIsRefused) {
  record("topic", true);
  fs::remove(linked_ / ".git");
  run_git(linked_, {"init", "-q"});
  EXPECT_FALSE(accepted(linked_));
}

TEST_F(PlaceGuard, SBX_E29_ANestedRepositoryIsRefused) {
  record("topic", true);
  run_git(linked_, {"init", "-q", "nested"});
  EXPECT_FALSE(accepted(linked_ / "nested"));
  EXPECT_TRUE(accepted(linked_));
}

TEST_F(PlaceGuard, AnotherWorktreeOfTheSameRepositoryIsRefused) {
  record("topic", true);
  repo_.add_worktree("other", "other");
  write_file(linked_ / ".git", "gitdir: " + (repo_.main() / ".git/worktrees/other").string() + "\n");
  EXPECT_FALSE(accepted(linked_));
}

TEST_F(PlaceGuard, AMissingLinkDoesNotLeadToTheRepositoryAround) {
  repo_.git({"worktree", "add", "-q", "-b", "c", (repo_.main() / ".wts/c").string()});
  record("c", true);
  EXPECT_TRUE(accepted(repo_.main() / ".wts/c"));
  fs::remove(repo_.main() / ".wts/c/.git");
  EXPECT_FALSE(accepted(repo_.main() / ".wts/c"));
}

TEST_F(PlaceGuard, WorktreesInsideASandboxedMainCheckout) {
  repo_.git({"worktree", "add", "-q", "-b", "c", (repo_.main() / ".wts/c").string()});
  record("app", true);
  EXPECT_TRUE(accepted(repo_.main()));
  EXPECT_TRUE(accepted(repo_.main() / ".wts/c"));
  run_git(repo_.main(), {"init", "-q", "nested"});
  EXPECT_FALSE(accepted(repo_.main() / "nested"));
}

TEST_F(PlaceGuard, WithoutASandboxNothingIsRefused) {
  record("topic", false);
  run_git(linked_, {"init", "-q", "nested"});
  EXPECT_TRUE(accepted(linked_ / "nested"));
}

}  // namespace
}  // namespace git
