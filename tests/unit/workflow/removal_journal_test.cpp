#include <gtest/gtest.h>

#include <cstdlib>

#include "os/files.h"
#include "workflow/removal.h"

namespace workflow {
namespace {

class Journal : public testing::Test {
 protected:
  void SetUp() override {
    root_ = os::make_temporary_directory("/tmp", "wm-journal-").value();
    paths_.state = root_;
    removal_.handle = "x";
    removal_.project_id = "app-0123456789";
    removal_.common_dir = "/w/app/.git";
    removal_.main_worktree = "/w/app";
    removal_.path = "/w/app__worktrees/x";
    removal_.device = 1;
    removal_.inode = 2;
    removal_.trash = "/w/app__worktrees/.workmux_trash_x_12";
    removal_.admin = "/w/app/.git/worktrees/x";
    removal_.branch = "feat/x";
    removal_.branch_tip = std::string(40, 'a');
    removal_.boot_id = "17";
    removal_.windows = {"@1", "@2"};
  }
  void TearDown() override { (void)os::remove_tree(root_); }

  base::Result<Removal> round_trip() {
    EXPECT_TRUE(write_journal(paths_, removal_));
    return read_journal(journal_path(paths_, removal_));
  }

  std::filesystem::path root_;
  os::Paths paths_;
  Removal removal_;
};

TEST_F(Journal, IsReadBackAsItWasWritten) {
  const auto read = round_trip();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->path, removal_.path);
  EXPECT_EQ(read->inode, removal_.inode);
  EXPECT_EQ(read->branch_tip, removal_.branch_tip);
  EXPECT_EQ(read->windows, removal_.windows);
}

TEST_F(Journal, IsPrivate) {
  ASSERT_TRUE(round_trip());
  EXPECT_EQ(os::status_of(journal_path(paths_, removal_))->mode & 0777U, 0600U);
}

TEST_F(Journal, ThatWouldDeleteSomethingElseIsRefused) {
  removal_.trash = "/home/user/precious";
  EXPECT_FALSE(round_trip());
  removal_.trash = "/w/app__worktrees/.workmux_trash_x_12";
  removal_.admin = "/w/app/.git";
  EXPECT_FALSE(round_trip());
  removal_.admin = "/w/app/.git/worktrees/../../x";
  EXPECT_FALSE(round_trip());
  removal_.admin = "/w/app/.git/worktrees/x";
  removal_.branch_tip = "HEAD";
  EXPECT_FALSE(round_trip());
}

TEST_F(Journal, ThatIsNoJsonIsRefused) {
  ASSERT_TRUE(os::write_atomically(root_ / "bad.json", "{"));
  EXPECT_FALSE(read_journal(root_ / "bad.json"));
}

TEST_F(Journal, TrashIsDeletedAndNothingElse) {
  ASSERT_TRUE(os::make_directories(root_ / "w/.workmux_trash_a/deep/er"));
  ASSERT_TRUE(os::make_directories(root_ / "w/keep"));
  ASSERT_TRUE(delete_trash(root_ / "w"));
  EXPECT_EQ(os::list_directory(root_ / "w"), std::vector<std::string>{"keep"});
}

}  // namespace
}  // namespace workflow
