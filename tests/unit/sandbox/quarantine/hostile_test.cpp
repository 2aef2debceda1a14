// What a hostile guest puts into its facade (SBX E1, E2, E26 to E29), each with a canary: the import, the way out, the
// next start and then the user's own git commands must leave the host as it was.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ground.h"
#include "os/files.h"
#include "sandbox/quarantine/accept.h"
#include "sandbox/quarantine/outward.h"
#include "sandbox/quarantine/staged.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineHostile : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
    ground.write(victim, "as it was\n");
    ground.prepare();
  }

  void TearDown() override {
    if (ground.mounts.empty()) return;
    EXPECT_EQ(ground.read(victim), "as it was\n");
    EXPECT_EQ(ground.git(ground.repository, {"fsck", "--full", "--strict", "--no-dangling"}), "");
  }

  // Runs in the facade's common dir, as the guest sees it.
  void attack(const std::string& script) {
    const auto outcome =
        ground.guest(fmt::format("CANARY={} VICTIM={} SECRET={}\ncd {}\n{}", ground.canary.string(), victim.string(),
                                 secret.string(), ground.subject.common_dir.string(), script));
    ASSERT_TRUE(outcome.ok()) << outcome.output << outcome.errors;
  }

  // Everything that the product and the user do afterwards. Results do not matter, the canary does.
  void use_the_host() {
    static_cast<void>(import(ground.subject));
    static_cast<void>(refresh(ground.subject));
    static_cast<void>(take_staged(ground.subject));
    ground.host({"status", "--porcelain"});
    ground.host({"diff"});
    ground.host({"commit", "-q", "--allow-empty", "-m", "of the user"});
    ground.host({"fetch", "-q", "origin"});
    ground.git(ground.repository, {"pack-refs", "--all", "--prune"});
    ground.git(ground.repository, {"gc", "-q"});
    ground.host({"push", "-q", "origin", "feat"});
    EXPECT_TRUE(prepare(ground.subject, GuestRuns::no).has_value());
    static_cast<void>(import(ground.subject));
    // The guest works again after the next start.
    ground.prepare();
    ground.in_guest("git status --porcelain > /dev/null");
  }

  void make_secret() {
    ASSERT_TRUE(os::make_directories(secret, 0755));
    ground.git(secret, {"init", "-q", "-b", "main"});
    ground.write(secret / "key", "private\n");
    ground.git(secret, {"add", "."});
    ground.git(secret, {"commit", "-q", "-m", "secret"});
  }

  Ground ground;
  std::filesystem::path victim = ground.root / "victim";
  std::filesystem::path secret = ground.root / "secret";
};

TEST_F(QuarantineHostile, SBX_E26_LinkedReflog) {
  attack(
      "rm -rf logs/refs/heads/feat; mkdir -p logs/refs/heads; ln -s $VICTIM logs/refs/heads/feat; "
      "rm worktrees/feat/logs/HEAD; ln -s $VICTIM worktrees/feat/logs/HEAD");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedReflogDirectory) {
  attack("rm -rf logs/refs; ln -s $(dirname $CANARY) logs/refs; git branch canary HEAD || true");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedIndex) {
  attack("rm worktrees/feat/index; ln -s $CANARY worktrees/feat/index");
  static_cast<void>(import(ground.subject));
  EXPECT_FALSE(take_staged(ground.subject).has_value());
  attack("rm -rf worktrees/feat/index");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedMessages) {
  attack(
      "for f in COMMIT_EDITMSG SQUASH_MSG MERGE_MSG FETCH_HEAD ORIG_HEAD; do rm -f $f worktrees/feat/$f; ln -s $VICTIM "
      "$f; "
      "ln -s $VICTIM worktrees/feat/$f; done");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedRefDirectories) {
  attack(
      "rm -rf refs/heads refs/remotes; mkdir -p $(dirname $CANARY)/elsewhere; ln -s $(dirname $CANARY)/elsewhere "
      "refs/heads; "
      "ln -s / refs/remotes");
  const auto report = ground.import();
  EXPECT_TRUE(report.moved.empty());
  EXPECT_FALSE(report.notices.empty());
  use_the_host();
  EXPECT_TRUE(os::list_directory(ground.root / "elsewhere").empty());
}

TEST_F(QuarantineHostile, SBX_E26_LinkedRefsRoot) {
  attack("mv refs r; ln -s / refs");
  EXPECT_TRUE(ground.import().moved.empty());
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedObjectDirectory) {
  make_secret();
  const auto id = ground.git(secret, {"rev-parse", "HEAD"});
  attack(fmt::format(
      "cd objects; for d in $SECRET/.git/objects/[0-9a-f][0-9a-f]; do rm -rf $(basename $d); ln -s $d .; done; cd ..; "
      "git update-ref refs/heads/feat {}",
      id));
  EXPECT_FALSE(import(ground.subject).has_value());
  use_the_host();
  EXPECT_FALSE(os::status_of(ground.subject.common_dir / "objects" / id.substr(0, 2) / id.substr(2)));
}

TEST_F(QuarantineHostile, SBX_E26_LinkedPackDirectory) {
  make_secret();
  ground.git(secret, {"repack", "-qad"});
  const auto id = ground.git(secret, {"rev-parse", "HEAD"});
  attack(fmt::format(
      "rm -rf objects/pack; ln -s $SECRET/.git/objects/pack objects/pack; git update-ref refs/heads/feat {}", id));
  EXPECT_FALSE(import(ground.subject).has_value());
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedObjectFiles) {
  make_secret();
  const auto id = ground.git(secret, {"rev-parse", "HEAD"});
  attack(
      fmt::format("cd $SECRET/.git/objects; for f in [0-9a-f][0-9a-f]/*; do mkdir -p {0}/objects/$(dirname $f); ln -s "
                  "$PWD/$f {0}/objects/$f; "
                  "done; cd {0}; git update-ref refs/heads/feat {1}",
                  ground.subject.common_dir.string(), id));
  EXPECT_FALSE(import(ground.subject).has_value());
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedRefFilesAndHead) {
  attack(
      "git rev-parse HEAD > $CANARY.id; mkdir -p refs/heads; ln -s $CANARY.id refs/heads/linked; rm "
      "worktrees/feat/HEAD; "
      "ln -s $CANARY.id worktrees/feat/HEAD");
  EXPECT_FALSE(import(ground.subject).has_value());
  EXPECT_EQ(ground.host({"symbolic-ref", "HEAD"}), "refs/heads/feat");
  use_the_host();
  EXPECT_EQ(ground.host({"branch", "--list", "linked"}), "");
}

TEST_F(QuarantineHostile, SBX_E26_LinkedPackedRefsConfigAndAdminDirectory) {
  attack(
      "rm -f packed-refs config; ln -s $VICTIM packed-refs; ln -s $VICTIM config; mv worktrees w; ln -s $PWD/w "
      "worktrees");
  static_cast<void>(import(ground.subject));
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_FifosAndDevices) {
  attack(
      "mkfifo refs/heads/pipe objects/info-pipe; rm -rf objects/aa; mkdir -p objects/aa; mkfifo objects/aa/$(printf "
      "'%038d' 1); "
      "rm worktrees/feat/index; mkfifo worktrees/feat/index");
  const auto report = import(ground.subject);
  EXPECT_TRUE(report.has_value());
  EXPECT_FALSE(take_staged(ground.subject).has_value());
  attack("rm worktrees/feat/index");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E26_LinkedMountPoints) {
  attack("mkdir -p modules; rm -rf lfs; ln -s / lfs");
  const auto outcome = ground.guest("mv .git/hooks .git/h");  // a mount point: refused, or not there
  ASSERT_TRUE(os::remove_tree(ground.subject.facade / "git" / "hooks"));
  ASSERT_TRUE(os::make_symlink("/", ground.subject.facade / "git" / "hooks"));
  ground.prepare();
  EXPECT_EQ(os::status_of(ground.subject.facade / "git" / "hooks")->type, os::FileType::directory);
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E27_ReplaceRefs) {
  attack("evil=$(echo evil | git hash-object -w --stdin); git replace $(git rev-parse main:file) $evil");
  const auto report = ground.import();
  EXPECT_TRUE(report.moved.empty());
  EXPECT_EQ(report.held.size(), 1U);
  use_the_host();
  EXPECT_EQ(ground.host({"cat-file", "-p", "main:file"}), "one");
  EXPECT_EQ(ground.host({"for-each-ref", "refs/replace"}), "");
}

TEST_F(QuarantineHostile, SBX_E27_ForgedBlob) {
  ground.in_guest("echo good > good && git add good && git commit -qm good");
  attack(
      "evil=$(echo evil | git hash-object -w --stdin); good=$(git rev-parse feat:good); p() { echo objects/$(echo $1 | "
      "sed 's/^../&\\//'); }; chmod u+w $(p $good); cp -f $(p $evil) $(p $good)");
  const auto before = ground.host({"rev-parse", "feat"});
  EXPECT_FALSE(import(ground.subject).has_value());
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), before);
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E27_ForgedPackIndex) {
  ground.in_guest("echo good > good && git add good && git commit -qm good && git repack -qad");
  // Two ids of the index swapped: each now names the other's contents.
  attack(
      "idx=$(ls objects/pack/*.idx); chmod u+w $idx; python3 - $idx <<'X'\nimport sys\np = sys.argv[1]\nd = "
      "bytearray(open(p, "
      "'rb').read())\nn = int.from_bytes(d[8+1020:8+1024], 'big')\no = 8 + 1024 + 20 * n + 4 * n\na, b = d[o:o+4], "
      "d[o+4:o+8]\nd[o:o+4], d[o+4:o+8] = b, a\nopen(p, 'wb').write(d)\nX");
  EXPECT_FALSE(import(ground.subject).has_value());
  attack("rm -f objects/pack/*; git update-ref refs/heads/feat " + ground.host({"rev-parse", "feat"}));
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E27_MissingObject) {
  ground.in_guest("echo good > good && git add good && git commit -qm good");
  attack("good=$(git rev-parse feat:good); rm -f objects/$(echo $good | sed 's/^../&\\//')");
  EXPECT_FALSE(import(ground.subject).has_value());
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E27_AlternatesAreNeverFollowed) {
  make_secret();
  const auto id = ground.git(secret, {"rev-parse", "HEAD"});
  attack(fmt::format(
      "mv objects o; mkdir -p objects/info objects/pack; echo $SECRET/.git/objects > objects/info/alternates; "
      "git update-ref refs/heads/feat {}",
      id));
  EXPECT_FALSE(import(ground.subject).has_value());
  attack("git update-ref refs/heads/feat " + ground.host({"rev-parse", "feat"}));
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E27_BranchThatIsASymbolicRef) {
  const auto main = ground.host({"rev-parse", "main"});
  attack(
      "mkdir -p refs/heads; echo 'ref: refs/heads/main' > refs/heads/feat; echo 'ref: refs/heads/main' > "
      "refs/heads/other");
  const auto report = ground.import();
  EXPECT_TRUE(report.moved.empty());
  EXPECT_EQ(report.held.size(), 2U);
  use_the_host();
  EXPECT_EQ(ground.host({"rev-parse", "main"}), main);
}

TEST_F(QuarantineHostile, SBX_E27_RemovedRefsAndPacksLoseNothing) {
  const auto refs = ground.host({"for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"});
  attack("rm -rf packed-refs refs/heads refs/remotes objects/pack; mkdir -p refs/heads");
  static_cast<void>(import(ground.subject));
  EXPECT_EQ(ground.host({"for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"}), refs);
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E2_HeadNamesAForeignBranch) {
  ground.git(ground.repository, {"branch", "develop"});
  ASSERT_TRUE(refresh(ground.subject).has_value());
  for (const auto* const name :
       {"refs/heads/develop", "refs/heads/main", "refs/tags/x", "refs/heads/../../x", "HEAD"}) {
    attack(fmt::format("echo 'ref: {}' > worktrees/feat/HEAD", name));
    const auto report = ground.import();
    EXPECT_FALSE(report.head_moved) << name;
    EXPECT_EQ(report.held.size(), 1U) << name;
    EXPECT_EQ(ground.host({"symbolic-ref", "HEAD"}), "refs/heads/feat");
  }
  attack("echo 'ref: refs/heads/feat' > worktrees/feat/HEAD");
  EXPECT_TRUE(ground.import().nothing());
}

TEST_F(QuarantineHostile, SBX_E2_ForgedAdminFiles) {
  attack(
      "echo /elsewhere/.git > worktrees/feat/gitdir; echo ../../.. > worktrees/feat/commondir; mkdir -p "
      "worktrees/evil; "
      "echo ref: refs/heads/main > worktrees/evil/HEAD; echo $VICTIM > worktrees/evil/gitdir; echo x > info/grafts");
  EXPECT_TRUE(ground.import().nothing());
  EXPECT_EQ(ground.read(ground.subject.git_dir / "gitdir"), ground.worktree.string() + "/.git\n");
  EXPECT_FALSE(os::status_of(ground.subject.common_dir / "worktrees" / "evil"));
  EXPECT_FALSE(os::status_of(ground.subject.common_dir / "info" / "grafts"));
}

TEST_F(QuarantineHostile, SBX_E1_ImpossibleRefNamesAndValues) {
  const auto id = ground.host({"rev-parse", "main"});
  attack(fmt::format(
      "i={}; mkdir -p refs/heads/a..b refs/heads/.x; for n in '-f' 'a b' 'a~1' 'x.lock' '@{{' 'a..b/c' '.x/y' "
      "\"$(printf 'e\\033[31mvil')\" \"$(printf 'n\\nl')\" 'b:c'; do echo $i > \"refs/heads/$n\"; done; echo zzzz > "
      "refs/heads/bad; echo > refs/heads/blank; printf '%040d' 0 > refs/heads/null; echo $i refs/../../x >> "
      "packed-refs; echo $i refs/heads/ok >> packed-refs; echo \"${{i}}00\" > refs/heads/long",
      id));
  const auto report = ground.import();
  ASSERT_EQ(report.moved.size(), 1U);
  EXPECT_EQ(report.moved[0].ref, "refs/heads/ok");
  EXPECT_GE(report.held.size(), 8U);
  for (const auto& held : report.held) EXPECT_EQ(held.ref.find('\033'), std::string::npos);
  attack("rm -rf refs/heads/* refs/heads/.x; rm packed-refs; git update-ref refs/heads/feat " + id);
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E1_ABranchThatIsNoCommitStopsNothingElse) {
  ground.in_guest("echo x > x && git add x && git commit -qm x");
  attack("mkdir -p refs/heads; git rev-parse main:file > refs/heads/blob");
  const auto report = ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
  EXPECT_EQ(report.held.size(), 1U);
  attack("rm refs/heads/blob");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E28_RebaseStateIsNeverImported) {
  attack(
      "mkdir worktrees/feat/rebase-merge; cd worktrees/feat/rebase-merge; echo \"exec touch $CANARY\" > "
      "git-rebase-todo; "
      "echo refs/heads/feat > head-name; git rev-parse main > onto; git rev-parse main > orig-head; echo 1 > msgnum; "
      "echo 2 > "
      "end; touch interactive; echo x > ../MERGE_HEAD; echo \"$PWD\" > ../BISECT_START");
  ground.import();
  for (const auto* const name : {"rebase-merge", "MERGE_HEAD", "BISECT_START"})
    EXPECT_FALSE(os::status_of(ground.subject.git_dir / name));
  ground.host({"status"});
  attack("rm -rf worktrees/feat/rebase-merge worktrees/feat/MERGE_HEAD worktrees/feat/BISECT_START");
  use_the_host();
}

TEST_F(QuarantineHostile, SBX_E28_TrackingOfARepositoryInTheWorktree) {
  ground.in_guest("git init -q --bare evil.git && printf '#!/bin/sh\\ntouch " + ground.canary.string() +
                  "\\n' > evil.git/hooks/pre-receive && chmod +x evil.git/hooks/pre-receive");
  for (const auto* const remote : {"./evil.git", "evil.git", ".", "ext::sh -c x"}) {
    ground.in_guest(
        fmt::format("git config --local branch.feat.remote '{}' && git config --local branch.feat.merge "
                    "refs/heads/feat",
                    remote));
    ground.import();
    EXPECT_EQ(ground.read(ground.subject.common_dir / "config").find("branch \"feat\""), std::string::npos);
  }
  ground.in_guest("git remote add other ./evil.git && git config --local branch.feat.remote other");
  ground.import();
  EXPECT_EQ(ground.read(ground.subject.common_dir / "config").find("branch \"feat\""), std::string::npos);
  ground.in_guest("rm -rf evil.git");
}

TEST_F(QuarantineHostile, SBX_E28_HidingBitsStayInTheGuest) {
  ground.in_guest(
      "git update-index --assume-unchanged file && git update-index --skip-worktree dir/other && echo hidden > file && "
      "echo x > x && git add x");
  ASSERT_TRUE(ground.import().nothing());
  const auto staged = take_staged(ground.subject);
  ASSERT_TRUE(staged.has_value()) << base::describe(staged.error());
  EXPECT_EQ(staged->changed, 1U);
  EXPECT_EQ(ground.host({"status", "--porcelain"}), " M file\nA  x");
  EXPECT_EQ(ground.host({"ls-files", "-v"}), "H dir/other\nH file\nH x");
}

TEST_F(QuarantineHostile, SBX_E29_GitlinksAreHeldUntilAccepted) {
  ground.in_guest(
      fmt::format("git init -q sub && cd sub && git commit -q --allow-empty -m sub && git config core.fsmonitor 'touch "
                  "{}' && cd .. && git -c advice.addEmbeddedRepo=false -c core.fsmonitor= add sub; git commit -qm link",
                  ground.canary.string()));
  std::filesystem::remove(ground.canary);  // git in the guest runs it itself
  const auto before = ground.host({"rev-parse", "feat"});
  const auto report = ground.import();
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), before);
  ASSERT_EQ(report.held.size(), 1U);
  EXPECT_EQ(report.held[0].ref, "refs/heads/feat");
  EXPECT_NE(report.held[0].reason.find("sub"), std::string::npos);
  EXPECT_EQ(ground.import().processes, 0);
  ground.host({"status", "--porcelain"});
  ground.host({"diff"});
  EXPECT_FALSE(os::status_of(ground.canary));

  ground.in_guest("rm -rf sub && mkdir sub");
  std::filesystem::remove(ground.canary);
  const auto accepted = accept(ground.subject, "feat");
  ASSERT_TRUE(accepted.has_value()) << base::describe(accepted.error());
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
}

TEST_F(QuarantineHostile, SBX_E29_GitlinksOnOtherBranchesAndTags) {
  ground.in_guest(
      "c=$(git rev-parse HEAD) && git update-index --add --cacheinfo 160000,$c,sub && t=$(git write-tree) && git reset "
      "-q "
      "&& n=$(git commit-tree -p HEAD -m link $t) && git update-ref refs/heads/other $n && git tag evil $n && git "
      "branch fine "
      "&& git switch -q --detach $n");
  const auto report = ground.import();
  EXPECT_EQ(ground.host({"for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags"}),
            "refs/heads/feat\nrefs/heads/fine\nrefs/heads/main");
  EXPECT_EQ(report.held.size(), 3U);
  EXPECT_EQ(ground.host({"symbolic-ref", "HEAD"}), "refs/heads/feat");
}

TEST_F(QuarantineHostile, SBX_E29_StagedGitlinksAreRefused) {
  ground.in_guest("git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub");
  EXPECT_FALSE(take_staged(ground.subject).has_value());
  EXPECT_EQ(ground.host({"ls-files", "sub"}), "");
}

TEST_F(QuarantineHostile, SBX_E26_StagedForgedBlob) {
  ground.in_guest("echo good > good && git add good");
  attack(
      "evil=$(echo evil | git hash-object -w --stdin); good=$(echo good | git hash-object --stdin); p() { echo "
      "objects/$(echo $1 | "
      "sed 's/^../&\\//'); }; chmod u+w $(p $good); cp -f $(p $evil) $(p $good)");
  EXPECT_FALSE(take_staged(ground.subject).has_value());
  EXPECT_EQ(ground.host({"ls-files", "good"}), "");
}

TEST_F(QuarantineHostile, SBX_E10_StaleLocksOfAKilledGitAreSwept) {
  attack("touch worktrees/feat/index.lock worktrees/feat/HEAD.lock packed-refs.lock config.lock refs/heads/feat.lock");
  EXPECT_FALSE(ground.guest("git commit -q --allow-empty -m x").ok());
  ground.prepare();
  ground.in_guest("git commit -q --allow-empty -m x && git config --local a.b c && git pack-refs --all");
}

TEST_F(QuarantineHostile, SBX_E3_TheLinkFileChoosesNothing) {
  ASSERT_TRUE(os::write_atomically(ground.worktree / ".git", "gitdir: /home/u/.ssh/a/b\n"));
  EXPECT_FALSE(prepare(ground.subject, GuestRuns::no).has_value());
  ASSERT_TRUE(os::remove_file(ground.worktree / ".git"));
  ASSERT_TRUE(os::make_symlink((ground.subject.git_dir).string(), ground.worktree / ".git"));
  EXPECT_FALSE(prepare(ground.subject, GuestRuns::no).has_value());
}

}  // namespace
}  // namespace sandbox::quarantine
