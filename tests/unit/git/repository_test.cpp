#include "git/repository.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "git/ownership.h"
#include "git/support.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::run_git;
using testing::TestRepository;
using testing::value;
using testing::write_file;

TEST(Discover, MainWorktreeFromItsTopAndFromBelow) {
  const TestRepository repo;
  fs::create_directories(repo.main() / "a/b");
  for (const fs::path& from : {repo.main(), repo.main() / "a/b"}) {
    const Repository found = value(discover(from));
    EXPECT_EQ(found.common_dir, repo.main() / ".git");
    EXPECT_EQ(found.git_dir, repo.main() / ".git");
    EXPECT_EQ(found.worktree, repo.main());
    EXPECT_EQ(found.main_worktree, repo.main());
    EXPECT_EQ(found.project_name, "app");
    EXPECT_FALSE(found.bare);
    EXPECT_EQ(found.project_id, "app-" + base::sha256_hex((repo.main() / ".git").string()).substr(0, 10));
  }
}

TEST(Discover, LinkedWorktreeKnowsItsMain) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("a b'\"", "topic");
  const Repository found = value(discover(linked));
  EXPECT_EQ(found.worktree, linked);
  EXPECT_EQ(found.main_worktree, repo.main());
  EXPECT_EQ(found.common_dir, repo.main() / ".git");
  EXPECT_EQ(found.git_dir, fs::path(run_git(linked, {"rev-parse", "--absolute-git-dir"})));
}

TEST(Discover, InsideTheGitDirectoryThereIsNoWorktree) {
  const TestRepository repo;
  const Repository found = value(discover(repo.main() / ".git/refs"));
  EXPECT_TRUE(found.worktree.empty());
  EXPECT_EQ(found.main_worktree, repo.main());
}

TEST(Discover, WT_A40_BareDirectoryAndItsWorktrees) {
  const TestRepository source;
  const Directory place;
  const fs::path bare = place.path() / "b/.bare";
  run_git(place.path(), {"clone", "-q", "--bare", source.main().string(), bare.string()});
  write_file(place.path() / "b/.git", "gitdir: ./.bare\n");
  run_git(bare, {"worktree", "add", "-q", "../main", "main"});
  for (const fs::path& from : {bare, place.path() / "b"}) {
    const Repository found = value(discover(from));
    EXPECT_TRUE(found.bare);
    EXPECT_TRUE(found.worktree.empty());
    EXPECT_EQ(found.main_worktree, bare);
    EXPECT_EQ(found.project_name, ".bare");
  }
  const Repository linked = value(discover(place.path() / "b/main"));
  EXPECT_TRUE(linked.bare);
  EXPECT_EQ(linked.worktree, place.path() / "b/main");
  EXPECT_EQ(linked.main_worktree, bare);
}

TEST(Discover, BareSettingInTheSettingsOfTheMainWorktree) {
  const TestRepository source;
  const Directory place;
  const fs::path bare = place.path() / "repo";
  run_git(place.path(), {"clone", "-q", "--bare", source.main().string(), bare.string()});
  run_git(bare, {"config", "extensions.worktreeConfig", "true"});
  run_git(bare, {"config", "--unset", "core.bare"});
  write_file(bare / "config.worktree", "[core]\n\tbare = true\n");
  EXPECT_TRUE(value(discover(bare)).bare);
}

TEST(Discover, SeparateGitDirectory) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "--separate-git-dir", "store", "tree"});
  const Repository found = value(discover(place.path() / "tree"));
  EXPECT_EQ(found.common_dir, place.path() / "store");
  EXPECT_EQ(found.worktree, place.path() / "tree");
  EXPECT_EQ(found.main_worktree, place.path() / "tree");
  EXPECT_FALSE(found.bare);
}

TEST(Discover, Submodule) {
  const TestRepository inner;
  const TestRepository outer;
  outer.git({"submodule", "--quiet", "add", inner.main().string(), "sub"});
  outer.git({"commit", "-q", "-m", "sub"});
  const fs::path sub = outer.main() / "sub";
  const Repository found = value(discover(sub));
  EXPECT_EQ(found.worktree, sub);
  EXPECT_EQ(found.main_worktree, sub);
  EXPECT_EQ(found.common_dir, outer.main() / ".git/modules/sub");
  // From a linked worktree of the submodule, its main worktree is still found.
  run_git(sub, {"worktree", "add", "-q", "-b", "topic", (outer.root() / "linked").string()});
  EXPECT_EQ(value(discover(outer.root() / "linked")).main_worktree, sub);
}

TEST(Discover, RelativeLinkFile) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  write_file(linked / ".git", "gitdir: ../app/.git/worktrees/topic\n");
  const Repository found = value(discover(linked));
  EXPECT_EQ(found.git_dir, repo.main() / ".git/worktrees/topic");
  EXPECT_EQ(found.main_worktree, repo.main());
}

TEST(Discover, ThroughALinkToTheRepository) {
  const TestRepository repo;
  fs::create_directory_symlink(repo.main(), repo.root() / "link");
  EXPECT_EQ(value(discover(repo.root() / "link")).worktree, repo.main());
}

TEST(Discover, NotARepository) {
  const Directory place;
  const auto found = discover(place.path());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "Not in a git repository");
  EXPECT_FALSE(discover(place.path() / "missing"));
}

TEST(Discover, HostileLinkFilesAreErrors) {
  const Directory place;
  const fs::path link = place.path() / ".git";
  for (const std::string& contents :
       {std::string("gitdir: /nowhere/at/all\n"), std::string("gitdir: \n"), std::string("no link"),
        std::string(64 << 10, 'x'), std::string("gitdir: /tmp\0/x", 15)}) {
    write_file(link, contents);
    EXPECT_FALSE(discover(place.path())) << contents.substr(0, 40);
  }
  fs::remove(link);
  ASSERT_EQ(mkfifo(link.c_str(), 0600), 0);
  EXPECT_FALSE(discover(place.path()));  // and does not wait for a writer
}

TEST(Discover, AnEmptyDotGitDirectoryIsPassedBy) {
  const TestRepository repo;
  fs::create_directories(repo.main() / "inner/.git");
  EXPECT_EQ(value(discover(repo.main() / "inner")).worktree, repo.main());
}

TEST(Discover, AgreesWithGitAboutUnbornRepositories) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "fresh"});
  EXPECT_EQ(value(discover(place.path() / "fresh")).worktree, place.path() / "fresh");
}

TEST(Discover, MalformedSettingsNameFileAndLine) {
  const TestRepository repo;
  write_file(repo.main() / ".git/config", "[core]\n  bare = false\n[oops\n");
  const auto found = discover(repo.main());
  ASSERT_FALSE(found);
  EXPECT_NE(testing::message(found.error()).find(".git/config"), std::string::npos);
  EXPECT_NE(testing::message(found.error()).find("line 3"), std::string::npos);
}

TEST(Ownership, ARepositoryOfAnotherUserIsRefusedUnlessDeclaredSafe) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  const TestRepository repo;
  ASSERT_EQ(lchown(repo.main().c_str(), 4242, 4242), 0);
  const auto refused = discover(repo.main());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("belongs to another user (uid 4242)"), std::string::npos);

  const fs::path settings = repo.root() / "settings";
  os::Environment environment = os::Environment::current();
  environment.set("GIT_CONFIG_GLOBAL", settings.string());
  for (const std::string& safe : {repo.main().string(), std::string("*"), repo.root().string() + "/*"}) {
    write_file(settings, "[safe]\n\tdirectory = " + safe + "\n");
    EXPECT_TRUE(discover(repo.main(), environment)) << safe;
  }
  write_file(settings, "[safe]\n\tdirectory = *\n\tdirectory =\n");  // an empty value takes back what came before
  EXPECT_FALSE(discover(repo.main(), environment));
  // The repository's own settings cannot declare it safe.
  run_git(repo.root(), {"config", "-f", (repo.main() / ".git/config").string(), "safe.directory", "*"});
  EXPECT_FALSE(discover(repo.main()));
  environment.set("GIT_CONFIG_GLOBAL", "/dev/null");
  environment.set("SUDO_UID", "4242");
  EXPECT_TRUE(discover(repo.main(), environment));
}

}  // namespace
}  // namespace git
