#include "sandbox/quarantine/import.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "ground.h"
#include "os/files.h"
#include "sandbox/quarantine/outward.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineImport : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
    ground.prepare();
  }

  std::string status() const { return ground.host({"status", "--porcelain", "--branch"}); }

  Ground ground;
};

TEST_F(QuarantineImport, SBX_A30_CommitsOfTheGuestReachTheHost) {
  ground.in_guest(
      "echo two >> file && git commit -qam second && echo three > new && git add new && git commit -qm third");
  const auto tip = ground.in_guest("git rev-parse HEAD");
  EXPECT_NE(ground.host({"rev-parse", "feat"}), tip);

  const auto report = ground.import();

  EXPECT_EQ(ground.host({"rev-parse", "feat"}), tip);
  EXPECT_EQ(status(), "## feat");
  EXPECT_TRUE(report.index_rebuilt);
  EXPECT_EQ(report.moved.size(), 1U);
  EXPECT_TRUE(report.held.empty());
  EXPECT_LE(report.processes, 4);
  EXPECT_EQ(ground.git(ground.repository, {"fsck", "--full", "--strict"}), "");
}

TEST_F(QuarantineImport, SBX_E1_NothingToDoStartsNoProcess) {
  EXPECT_EQ(ground.import().processes, 0);
  ground.in_guest("echo two >> file && git commit -qam second");
  EXPECT_GT(ground.import().processes, 0);
  const auto again = ground.import();
  EXPECT_EQ(again.processes, 0);
  EXPECT_TRUE(again.nothing());
}

TEST_F(QuarantineImport, SBX_E1_TheGuestCannotWriteTheRealGitDirectory) {
  const auto config = ground.read(ground.subject.common_dir / "config");
  ground.in_guest("echo '[core] fsmonitor = evil' >> $(git rev-parse --git-common-dir)/config");
  EXPECT_EQ(ground.read(ground.subject.common_dir / "config"), config);
  EXPECT_FALSE(ground.guest("touch $(git rev-parse --git-common-dir)/hooks/pre-commit").ok());
  EXPECT_FALSE(ground.guest("touch $(git rev-parse --git-common-dir)/objects/info/alternates").ok());
  EXPECT_FALSE(ground.guest("touch /run/workmux/objects/*/x").ok());
  EXPECT_FALSE(ground.guest("echo x > .git").ok());
}

TEST_F(QuarantineImport, SBX_E1_NewBranchesFollowWithHead) {
  ground.in_guest("git switch -qc topic && echo x > x && git add x && git commit -qm topic");
  const auto report = ground.import();
  EXPECT_TRUE(report.head_moved);
  EXPECT_EQ(status(), "## topic");
  EXPECT_EQ(ground.host({"rev-parse", "topic"}), ground.in_guest("git rev-parse topic"));
  EXPECT_EQ(ground.host({"rev-parse", "--abbrev-ref", "@{-1}"}), "feat");

  ground.in_guest("git switch -q feat && git branch -qD topic");
  ground.import();
  EXPECT_EQ(status(), "## feat");
  EXPECT_EQ(ground.host({"branch", "--list", "topic"}), "");
}

TEST_F(QuarantineImport, SBX_E1_DetachedHeadFollows) {
  ground.in_guest("git switch -q --detach && echo x > x && git add x && git commit -qm away");
  EXPECT_TRUE(ground.import().head_moved);
  EXPECT_EQ(ground.host({"rev-parse", "HEAD"}), ground.in_guest("git rev-parse HEAD"));
  EXPECT_EQ(status(), "## HEAD (no branch)");
}

TEST_F(QuarantineImport, SBX_A30_StashStaysInTheGuest) {
  ground.in_guest("echo dirty >> file && git stash -q && git stash list | grep -q WIP");
  EXPECT_TRUE(ground.import().nothing());
  EXPECT_EQ(ground.host({"stash", "list"}), "");
  ground.in_guest("git stash pop -q && grep -q dirty file");
}

TEST_F(QuarantineImport, SBX_E1_RebaseMergeTagAndAmend) {
  ground.write(ground.repository / "main-file", "m\n");
  ground.git(ground.repository, {"add", "."});
  ground.git(ground.repository, {"commit", "-qm", "on main"});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  ground.in_guest("echo x > x && git add x && git commit -qm mine");
  ground.import();
  ground.in_guest("git rebase -q main && git commit -q --amend -m better && git tag v1 && git tag -a v2 -m two");
  ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
  EXPECT_EQ(ground.host({"rev-parse", "v1", "v2"}), ground.in_guest("git rev-parse v1 v2"));
  EXPECT_EQ(status(), "## feat");

  ground.in_guest(
      "git switch -qc side HEAD~1 && echo s > s && git add s && git commit -qm side && git switch -q feat && "
      "git merge -q --no-edit side && git branch -q -d side");
  ground.import();
  EXPECT_EQ(ground.host({"log", "--format=%s", "-1", "feat"}), "Merge branch 'side' into feat");
  EXPECT_EQ(status(), "## feat");
  EXPECT_EQ(ground.git(ground.repository, {"fsck", "--full", "--strict"}), "");
}

TEST_F(QuarantineImport, SBX_E28_PushAndFetchBringRemoteRefsAndTracking) {
  ground.in_guest("echo x > x && git add x && git commit -qm mine && git push -q -u origin feat");
  ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "origin/feat"}), ground.host({"rev-parse", "feat"}));
  EXPECT_EQ(status(), "## feat...origin/feat");

  const auto clone = ground.root / "clone";
  ground.git(ground.root, {"clone", "-q", ground.remote.string(), clone.string()});
  ground.write(clone / "theirs", "t\n");
  ground.git(clone, {"add", "."});
  ground.git(clone, {"commit", "-qm", "theirs"});
  ground.git(clone, {"push", "-q", "origin", "main"});
  ground.in_guest("git fetch -q origin && git config --local user.nickname x");
  ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "origin/main"}), ground.git(clone, {"rev-parse", "main"}));
}

TEST_F(QuarantineImport, SBX_E1_PackedRefsAndRepackInTheGuest) {
  ground.in_guest(
      "for i in 1 2 3; do echo $i > f$i; git add .; git commit -qm $i; done; git pack-refs --all; "
      "git repack -qad; git gc -q");
  ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
  EXPECT_EQ(status(), "## feat");
  ground.in_guest("echo more > more; git add .; git commit -qm more");
  ground.import();
  EXPECT_EQ(ground.host({"log", "--format=%s", "-1", "feat"}), "more");
}

TEST_F(QuarantineImport, SBX_E1_HeadThatWasMovedByAKilledImportIsNoConflict) {
  ground.in_guest("echo a > a && git add a && git commit -qm a");
  const auto before = ground.read(ground.subject.facade / "host" / "known");
  const auto own_index = ground.read(ground.subject.git_dir / "index");
  ground.import();
  // As if the import had been killed right after the refs moved: nothing noted, the index of old.
  ground.write(ground.subject.facade / "host" / "known", before);
  ground.write(ground.subject.facade / "host" / "index-unfinished", "1\n");
  ground.write(ground.subject.git_dir / "index", own_index);
  ground.in_guest("echo b > b && git add b && git commit -qm b");
  const auto report = ground.import();
  EXPECT_TRUE(report.held.empty());
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
  EXPECT_EQ(status(), "## feat");
}

TEST_F(QuarantineImport, SBX_E1_AnUnfinishedIndexIsRepairedWithoutANewCommit) {
  const auto own_index = ground.read(ground.subject.git_dir / "index");
  ground.in_guest("echo a > a && git add a && git commit -qm a");
  ground.import();
  ground.write(ground.subject.facade / "host" / "index-unfinished", "1\n");
  ground.write(ground.subject.git_dir / "index", own_index);
  EXPECT_NE(status(), "## feat");
  EXPECT_TRUE(ground.import().index_rebuilt);
  EXPECT_EQ(status(), "## feat");
}

TEST_F(QuarantineImport, SBX_E2_BranchesOfTheHostAreHeld) {
  ground.git(ground.repository, {"branch", "develop"});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  const auto main = ground.host({"rev-parse", "main"});
  ground.in_guest(
      "echo x > x && git add x && git commit -qm x && git update-ref refs/heads/main HEAD && "
      "git update-ref refs/heads/develop HEAD");
  const auto report = ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "main"}), main);
  EXPECT_EQ(ground.host({"rev-parse", "develop"}), main);
  ASSERT_EQ(report.held.size(), 2U);
  EXPECT_EQ(report.held[0].ref, "refs/heads/develop");
  EXPECT_EQ(report.held[1].ref, "refs/heads/main");
  EXPECT_FALSE(report.held[0].shown);
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
  const auto again = ground.import();
  EXPECT_EQ(again.processes, 0);
  ASSERT_EQ(again.held.size(), 2U);
  EXPECT_TRUE(again.held[0].shown);
}

TEST_F(QuarantineImport, SBX_E1_DeletionsOnlyOfWhatTheSandboxMade) {
  ground.git(ground.repository, {"branch", "keep"});
  ground.git(ground.repository, {"tag", "v0"});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  ground.in_guest("git branch -qD keep && git tag -d v0 && git branch mine");
  ground.import();
  EXPECT_NE(ground.host({"branch", "--list", "keep"}), "");
  EXPECT_NE(ground.host({"tag", "--list", "v0"}), "");
  EXPECT_NE(ground.host({"branch", "--list", "mine"}), "");
  ground.in_guest("git branch -qD mine");
  ground.import();
  EXPECT_EQ(ground.host({"branch", "--list", "mine"}), "");
}

TEST_F(QuarantineImport, SBX_E1_BothSidesMoved) {
  ground.in_guest("echo g > g && git add g && git commit -qm guest");
  ground.host({"commit", "-q", "--allow-empty", "-m", "host"});
  const auto host = ground.host({"rev-parse", "feat"});
  const auto report = ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), host);
  ASSERT_EQ(report.held.size(), 1U);
  EXPECT_EQ(report.held[0].ref, "refs/heads/feat");
  EXPECT_EQ(ground.import().held.size(), 1U);
}

TEST_F(QuarantineImport, SBX_E1_AMainCheckoutWorksTheSame) {
  Ground other;
  other.subject.worktree = other.worktree = other.repository;
  other.subject.git_dir = other.subject.common_dir;
  other.subject.branch = "main";
  other.prepare();
  other.in_guest("echo x > x && git add x && git commit -qm x && git switch -qc y && git commit -q --allow-empty -m y");
  other.import();
  EXPECT_EQ(other.host({"log", "--format=%s", "-2"}), "y\nx");
  EXPECT_EQ(other.host({"status", "--porcelain", "--branch"}), "## y");
}

TEST_F(QuarantineImport, SBX_E1_RepositoriesOfSha256) {
  Ground other("sha256");
  other.prepare();
  other.in_guest("echo x > x && git add x && git commit -qm x && git tag -a v -m v && git branch y");
  EXPECT_TRUE(other.import().held.empty());
  EXPECT_EQ(other.host({"rev-parse", "feat", "v", "y"}), other.in_guest("git rev-parse feat v y"));
  EXPECT_EQ(other.host({"status", "--porcelain"}), "");
  other.in_guest("git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub && git commit -qm link");
  EXPECT_EQ(other.import().held.size(), 1U);
}

TEST_F(QuarantineImport, SBX_E1_SubmodulesThatWereThereAreNoReasonToHold) {
  Ground other;
  other.host({"update-index", "--add", "--cacheinfo", "160000," + other.host({"rev-parse", "HEAD"}) + ",sub"});
  other.host({"commit", "-qm", "with a submodule"});
  other.prepare();
  other.in_guest("mkdir -p sub && echo x >> file && git commit -qm x file && git branch side");
  EXPECT_TRUE(other.import().held.empty());
  other.in_guest("git switch -qc more && echo y >> file && git commit -qm y file && git tag v && git switch -q feat");
  EXPECT_TRUE(other.import().held.empty());
  EXPECT_EQ(other.host({"rev-parse", "more"}), other.in_guest("git rev-parse more"));
}

TEST_F(QuarantineImport, SBX_E1_TwoImportersAtOnce) {
  ground.in_guest("for i in 1 2 3; do echo $i > f$i; git add .; git commit -qm $i; git branch b$i; done");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_TRUE(import(ground.subject).has_value()); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(ground.host({"rev-parse", "feat", "b1", "b2", "b3"}), ground.in_guest("git rev-parse feat b1 b2 b3"));
  EXPECT_EQ(status(), "## feat");
}

TEST_F(QuarantineImport, SBX_E1_FastInATreeOf2000Files) {
  for (int i = 0; i < 2000; ++i)
    ground.write(ground.worktree / fmt::format("d{}/f{}", i % 50, i), fmt::format("{}\n", i));
  ground.host({"add", "."});
  ground.host({"commit", "-qm", "many"});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  EXPECT_EQ(ground.in_guest("git status --porcelain"), "");
  ground.in_guest("echo 1 >> d1/f1 && git commit -qam one && echo 2 >> d2/f2 && git commit -qam two");
  const auto start = std::chrono::steady_clock::now();
  const auto report = ground.import();
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  RecordProperty("import_us", static_cast<int>(took.count()));
  EXPECT_LE(report.processes, 4);
  EXPECT_EQ(status(), "## feat");
}

}  // namespace
}  // namespace sandbox::quarantine
