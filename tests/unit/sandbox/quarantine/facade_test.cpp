#include "sandbox/quarantine/facade.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ground.h"
#include "os/files.h"
#include "sandbox/quarantine/outward.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineFacade : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
  }
  Ground ground;
};

TEST_F(QuarantineFacade, SBX_E1_OnlyTheFacadeIsWritable) {
  ground.prepare();
  const auto& common = ground.subject.common_dir;
  ASSERT_GE(ground.mounts.size(), 5U);
  EXPECT_EQ(ground.mounts.front().source, ground.subject.facade / "git");
  EXPECT_EQ(ground.mounts.front().target, common);
  for (const auto& mount : ground.mounts) {
    EXPECT_EQ(mount.writable, mount.target == common) << mount.target;
    EXPECT_EQ(mount.kind, MountKind::bind);
  }
  EXPECT_EQ(ground.mounts.back().target, ground.worktree / ".git");
  const auto again = mounts(ground.subject);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->size(), ground.mounts.size());
}

TEST_F(QuarantineFacade, SBX_E1_TheHostSeesNoAlternatesInTheFacade) {
  ground.prepare();
  EXPECT_TRUE(os::list_directory(ground.subject.facade / "git" / "objects" / "info").empty());
  EXPECT_EQ(ground.read(ground.subject.facade / "info" / "alternates"), "/run/workmux/objects/project-0123456789\n");
}

TEST_F(QuarantineFacade, SBX_E1_SettingsAreCopiedAndTidyingIsOff) {
  ground.git(ground.repository, {"config", "user.nickname", "joe"});
  ground.prepare();
  EXPECT_EQ(ground.in_guest("git config user.nickname; git config gc.auto; git config maintenance.auto"),
            "joe\n0\nfalse");
  // The host's later changes reach a copy that the guest did not touch, and only such a one.
  ground.git(ground.repository, {"config", "user.nickname", "jim"});
  ground.prepare();
  EXPECT_EQ(ground.in_guest("git config user.nickname"), "jim");
  ground.in_guest("git config --local user.nickname own");
  ground.git(ground.repository, {"config", "user.nickname", "jack"});
  ground.prepare();
  EXPECT_EQ(ground.in_guest("git config user.nickname"), "own");
  EXPECT_EQ(ground.git(ground.repository, {"config", "user.nickname"}), "jack");
}

TEST_F(QuarantineFacade, SBX_E1_LogsStashIndexAndIgnoresAreThere) {
  ground.write(ground.worktree / "file", "stashed\n");
  ground.host({"stash", "-q"});
  ground.write(ground.subject.common_dir / "info" / "exclude", "ignored\n");
  ground.write(ground.worktree / "new", "staged\n");
  ground.host({"add", "new"});
  ground.prepare();
  EXPECT_EQ(
      ground.in_guest("touch ignored; git status --porcelain; git stash list | wc -l; git reflog show feat | wc -l"),
      "A  new\n1\n1");
}

TEST_F(QuarantineFacade, SBX_E1_BorrowedObjectsAreReachable) {
  const auto clone = ground.root / "clone";
  ground.git(ground.root, {"clone", "-q", "--shared", ground.repository.string(), clone.string()});
  ground.worktree = ground.subject.worktree = clone;
  ground.subject.common_dir = ground.subject.git_dir = clone / ".git";
  ground.subject.branch = "main";
  ground.subject.facade = ground.root / "state" / "clone";
  ground.prepare();
  ground.in_guest("git fsck --strict && echo x > x && git add x && git commit -qm x");
  EXPECT_TRUE(import(ground.subject).has_value());
  EXPECT_EQ(ground.host({"log", "--format=%s", "-1"}), "x");
}

TEST_F(QuarantineFacade, SBX_E1_ABareSetUpMayMoveTheBranchItsHeadNames) {
  const auto bare = ground.root / "bare.git";
  ground.git(ground.root, {"clone", "-q", "--bare", ground.repository.string(), bare.string()});
  ground.worktree = ground.subject.worktree = ground.root / "bare-main";
  ground.git(bare, {"worktree", "add", "-q", ground.worktree.string(), "main"});
  ground.subject.common_dir = bare;
  ground.subject.git_dir = bare / "worktrees" / "bare-main";
  ground.subject.branch = "main";
  ground.subject.facade = ground.root / "state" / "bare";
  ground.prepare();
  ground.in_guest("git commit -q --allow-empty -m x");
  EXPECT_TRUE(ground.import().held.empty());
  EXPECT_EQ(ground.host({"log", "--format=%s", "-1", "main"}), "x");
}

TEST_F(QuarantineFacade, SBX_E1_PreparingTwiceKeepsWhatTheGuestHas) {
  ground.prepare();
  ground.in_guest("git stash list; echo x > file; git stash -q; git commit -q --allow-empty -m x");
  ground.prepare(GuestRuns::yes);
  ground.prepare();
  EXPECT_EQ(ground.in_guest("git stash list | wc -l; git log --format=%s -1"), "1\nx");
}

TEST_F(QuarantineFacade, SBX_E1_ADamagedFacadeIsMadeAnew) {
  ground.prepare();
  ASSERT_TRUE(os::remove_tree(ground.subject.facade / "git" / "objects"));
  ASSERT_TRUE(os::make_symlink("/", ground.subject.facade / "git" / "objects"));
  const auto facade = prepare(ground.subject, GuestRuns::no);
  ASSERT_TRUE(facade.has_value());
  EXPECT_EQ(facade->notices.size(), 1U);
  EXPECT_EQ(ground.in_guest("git status --porcelain"), "");
}

TEST_F(QuarantineFacade, SBX_E1_OtherWorktreesAreKnownInTheGuest) {
  ground.git(ground.repository, {"worktree", "add", "-q", "-b", "other", (ground.root / "other").string()});
  ground.prepare();
  EXPECT_FALSE(ground.guest("git switch -q other").ok());
  EXPECT_FALSE(ground.guest("git branch -D main").ok());
  ground.in_guest("git worktree prune; git worktree list | grep -q other");
  ground.git(ground.repository, {"worktree", "remove", (ground.root / "other").string()});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  EXPECT_EQ(ground.guest("git worktree list").output.find("other"), std::string::npos);
}

TEST_F(QuarantineFacade, SBX_E1_PinsComeAndGo) {
  ground.prepare();
  EXPECT_EQ(ground.host({"rev-parse", "refs/workmux/sandbox/feat-1/base"}), ground.host({"rev-parse", "feat"}));
  EXPECT_FALSE(ground.guest("git rev-parse --verify -q refs/workmux/sandbox/feat-1/base").ok());
  ASSERT_TRUE(remove(ground.subject).has_value());
  EXPECT_EQ(ground.host({"for-each-ref", "refs/workmux"}), "");
  EXPECT_FALSE(os::status_of(ground.subject.facade));
  EXPECT_TRUE(remove(ground.subject).has_value());
  EXPECT_TRUE(ground.import().nothing());
}

TEST_F(QuarantineFacade, SBX_E1_UnknownRefFormatsAreRefused) {
  ground.git(ground.repository, {"config", "extensions.refStorage", "reftable"});
  const auto facade = prepare(ground.subject, GuestRuns::no);
  ASSERT_FALSE(facade.has_value());
  EXPECT_NE(facade.error().message.find("reftable"), std::string::npos);
}

}  // namespace
}  // namespace sandbox::quarantine
