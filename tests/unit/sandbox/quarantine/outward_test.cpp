#include "sandbox/quarantine/outward.h"

#include <gtest/gtest.h>

#include "ground.h"
#include "os/files.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineOutward : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
    ground.prepare();
  }

  Refreshed refreshed() const {
    const auto result = refresh(ground.subject);
    EXPECT_TRUE(result.has_value()) << base::describe(result.error());
    return result ? *result : Refreshed{};
  }

  Ground ground;
};

TEST_F(QuarantineOutward, SBX_E1_HostRefsReachTheGuest) {
  EXPECT_TRUE(refreshed().refs.empty());
  ground.git(ground.repository, {"commit", "-q", "--allow-empty", "-m", "on main"});
  ground.git(ground.repository, {"branch", "a"});
  ground.git(ground.repository, {"tag", "-a", "v1", "-m", "one"});
  EXPECT_EQ(refreshed().refs.size(), 3U);
  EXPECT_EQ(ground.in_guest("git rev-parse main a v1"), ground.host({"rev-parse", "main", "a", "v1"}));
  ground.git(ground.repository, {"pack-refs", "--all", "--prune"});
  EXPECT_TRUE(refreshed().refs.empty());
  // A branch that makes room for one below its name.
  ground.git(ground.repository, {"branch", "-D", "a"});
  ground.git(ground.repository, {"branch", "a/b"});
  EXPECT_EQ(refreshed().refs.size(), 2U);
  EXPECT_EQ(ground.in_guest("git for-each-ref --format='%(refname)' refs/heads/a"), "refs/heads/a/b");
  EXPECT_TRUE(ground.import().nothing());
}

TEST_F(QuarantineOutward, SBX_E1_PackedRefsOfTheGuestAreDeletedToo) {
  ground.git(ground.repository, {"branch", "gone"});
  refreshed();
  ground.in_guest("git pack-refs --all --prune");
  ground.git(ground.repository, {"branch", "-D", "gone"});
  EXPECT_EQ(refreshed().refs.size(), 1U);
  EXPECT_EQ(ground.in_guest("git branch --list gone"), "");
  EXPECT_EQ(ground.in_guest("git branch --list main --format='%(refname)'"), "refs/heads/main");
}

TEST_F(QuarantineOutward, SBX_E1_WhatTheGuestHasNewerStays) {
  const auto tip = ground.in_guest("git commit -q --allow-empty -m guest && git rev-parse HEAD");
  ground.host({"commit", "-q", "--allow-empty", "-m", "host"});
  EXPECT_TRUE(refreshed().refs.empty());
  EXPECT_EQ(ground.in_guest("git rev-parse feat"), tip);
}

TEST_F(QuarantineOutward, SBX_E1_ALockOfTheGuestIsRespected) {
  ground.git(ground.repository, {"branch", "a"});
  ground.write(ground.subject.facade / "git" / "refs" / "heads" / "a.lock", "");
  EXPECT_TRUE(refreshed().refs.empty());
  ASSERT_TRUE(os::remove_file(ground.subject.facade / "git" / "refs" / "heads" / "a.lock"));
  EXPECT_EQ(refreshed().refs.size(), 1U);
}

TEST_F(QuarantineOutward, SBX_E1_ALockOfAKilledRefreshIsRemoved) {
  ground.write(ground.subject.facade / "host" / "facade-lock", "refs/heads/feat.lock");
  ground.write(ground.subject.facade / "git" / "refs" / "heads" / "feat.lock", "");
  refreshed();
  ground.in_guest("git commit -q --allow-empty -m x");
}

TEST_F(QuarantineOutward, SBX_E1_ACommitOfTheUserInTheWorktreeReachesTheGuestWithItsIndex) {
  ground.write(ground.worktree / "file", "by the user\n");
  ground.host({"commit", "-qam", "user"});
  EXPECT_LE(refreshed().processes, 1);
  EXPECT_EQ(ground.in_guest("git status --porcelain --branch; git log -1 --format=%s"), "## feat\nuser");
}

TEST_F(QuarantineOutward, SBX_E1_StagedChangesOfTheGuestAreNotLost) {
  ground.in_guest("echo s > s && git add s");
  ground.host({"commit", "-q", "--allow-empty", "-m", "user"});
  refreshed();
  EXPECT_EQ(ground.in_guest("git status --porcelain"), "A  s");
}

TEST_F(QuarantineOutward, SBX_E1_ASwitchOfTheUserMakesTheBranchTheWorktreesOwn) {
  ground.host({"switch", "-q", "-c", "user-made"});
  refreshed();
  EXPECT_EQ(ground.in_guest("git branch --show-current"), "user-made");
  ground.in_guest("git commit -q --allow-empty -m x");
  EXPECT_TRUE(ground.import().held.empty());
  EXPECT_EQ(ground.host({"log", "-1", "--format=%s", "user-made"}), "x");
}

}  // namespace
}  // namespace sandbox::quarantine
