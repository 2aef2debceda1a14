#include "git/quick_look.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <string>

#include "git/blob_id.h"
#include "git/status.h"
#include "git/support.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::run_git;
using testing::TestRepository;
using testing::value;
using testing::write_file;

TEST(BlobId, IsWhatGitSays) {
  const TestRepository repo;
  for (const size_t size :
       {0UL, 1UL, 47UL, 48UL, 54UL, 55UL, 56UL, 57UL, 63UL, 64UL, 65UL, 119UL, 120UL, 121UL, 10'000UL}) {
    const std::string text(size, 'x');
    write_file(repo.main() / "file", text);
    EXPECT_EQ(blob_id(text), repo.git({"hash-object", "file"})) << size;
  }
  const std::string odd("\0\xff\r\n\0", 5);
  write_file(repo.main() / "file", odd);
  EXPECT_EQ(blob_id(odd), repo.git({"hash-object", "file"}));
}

struct QuickLook : public ::testing::Test {
  TestRepository repo;
  os::Environment environment = os::Environment::current();
  fs::path place;

  void SetUp() override {
    write_file(repo.main() / "dir/sub/deep.txt", "deep\n");
    write_file(repo.main() / "dir-x", "beside\n");
    write_file(repo.main() / "run.sh", "#!/bin/sh\n");
    fs::permissions(repo.main() / "run.sh", fs::perms::owner_exec, fs::perm_options::add);
    fs::create_symlink("dir-x", repo.main() / "link");
    write_file(repo.main() / ".gitignore", "*.log\n");
    repo.git({"add", "-A"});
    repo.git({"commit", "-q", "-m", "more"});
    place = repo.add_worktree("w", "w");
  }

  Worktree worktree() const {
    for (const auto& found : value(list_worktrees(repo.discovered()))) {
      if (found.path.filename() == "w") return found;
    }
    return {};
  }

  Look look() const {
    const auto rules = look_rules(repo.discovered(), environment, "/usr/bin/git");
    if (!rules) return Look::unclear;
    const auto at = worktree();
    const auto trees = value(trees_of_commits(repo.runner(), {at.head, std::string(40, '1')}));
    EXPECT_EQ(trees.size(), 1U);
    return look_at(at, trees.at(at.head), *rules);
  }

  // A look is never wrong: what it calls clean or dirty, git calls so, too.
  Look checked() const {
    const Look found = look();
    const bool dirty = value(work_status(repo.runner(place))).dirty();
    if (found != Look::unclear) {
      EXPECT_EQ(found == Look::dirty, dirty);
    }
    return found;
  }
  void settle() const { run_git(place, {"update-index", "-q", "--refresh"}); }
};

TEST_F(QuickLook, AFreshWorktreeIsClean) {
  EXPECT_EQ(checked(), Look::clean);
}

TEST_F(QuickLook, CommitsChangeNothing) {
  write_file(place / "new", "new\n");
  run_git(place, {"add", "-A"});
  EXPECT_NE(checked(), Look::clean);
  run_git(place, {"commit", "-q", "-m", "x"});
  EXPECT_EQ(checked(), Look::clean);
}

TEST_F(QuickLook, NoChangeIsCalledClean) {
  const auto change = [&](const std::function<void()>& what) {
    what();
    EXPECT_NE(checked(), Look::clean);
    run_git(place, {"update-index", "--no-assume-unchanged", "dir-x"});
    run_git(place, {"reset", "-q", "--hard"});
    run_git(place, {"clean", "-qfdx"});
    settle();
    EXPECT_EQ(checked(), Look::clean);
  };
  change([&] { write_file(place / "dir-x", "changed\n"); });
  change([&] { write_file(place / "dir/sub/deep.txt", "Deep\n"); });  // as long as before
  change([&] { fs::remove(place / "dir-x"); });
  change([&] { fs::remove_all(place / "dir"); });
  change([&] { fs::permissions(place / "dir-x", fs::perms::owner_exec, fs::perm_options::add); });
  change([&] { fs::remove(place / "link"), fs::create_symlink("run.sh", place / "link"); });
  change([&] { fs::remove(place / "link"), write_file(place / "link", "dir-x"); });
  change([&] { fs::remove_all(place / "dir"), write_file(place / "dir", "a file"); });
  change([&] { fs::remove_all(place / "dir"), fs::create_symlink("/", place / "dir"); });
  change([&] { write_file(place / "dir/untracked", ""); });
  change([&] { fs::create_directories(place / "dir/empty"); });
  change([&] { write_file(place / "ignored.log", ""); });
  change([&] { write_file(place / "staged", "x"), run_git(place, {"add", "staged"}); });
  change([&] { write_file(place / "later", "x"), run_git(place, {"add", "-N", "later"}); });
  change([&] { run_git(place, {"update-index", "--assume-unchanged", "dir-x"}); });
  change([&] {
    run_git(place, {"update-index", "--add", "--cacheinfo", "160000," + repo.git({"rev-parse", "HEAD"}) + ",sub"});
  });
}

TEST_F(QuickLook, AFileThatIsNoLongerTrackedIsNotClean) {
  run_git(place, {"rm", "-q", "--cached", "dir-x"});
  EXPECT_NE(checked(), Look::clean);
}

TEST_F(QuickLook, WhatIgnoredOrEmptyNamesMeanIsLeftToGit) {
  write_file(place / "ignored.log", "");
  EXPECT_EQ(checked(), Look::unclear);
  fs::remove(place / "ignored.log");
  fs::create_directories(place / "dir/empty");
  EXPECT_EQ(checked(), Look::unclear);
}

// The same size and, as far as a clock tells, the same time.
TEST_F(QuickLook, AChangeInTheMomentOfTheIndexIsSeen) {
  struct stat index = {};
  const auto file = worktree().git_dir / "index";
  settle();
  write_file(place / "dir-x", "BESIDE\n");
  ASSERT_EQ(::stat(file.c_str(), &index), 0);
  run_git(place, {"update-index", "-q", "--refresh"});
  EXPECT_NE(checked(), Look::clean);
}

TEST_F(QuickLook, SettingsThatChangeWhatGitLooksAtAreLeftToIt) {
  for (const char* setting :
       {"core.fileMode=false", "core.ignoreStat=true", "core.checkStat=minimal", "core.trustctime=false",
        "core.ignoreCase=true", "core.symlinks=false", "core.sparseCheckout=true", "extensions.worktreeConfig=true"}) {
    const std::string text = setting;
    const std::string key = text.substr(0, text.find('='));
    const std::string before = testing::try_git(repo.main(), {"config", key}).output;
    repo.git({"config", key, text.substr(text.find('=') + 1)});
    EXPECT_EQ(look(), Look::unclear) << setting;
    if (before.empty()) repo.git({"config", "--unset", key});
    if (!before.empty()) repo.git({"config", key, before.substr(0, before.size() - 1)});
  }
  EXPECT_EQ(checked(), Look::clean);
}

TEST_F(QuickLook, FormatsItDoesNotKnowAreLeftToGit) {
  run_git(place, {"update-index", "--split-index"});
  EXPECT_EQ(checked(), Look::unclear);
  run_git(place, {"update-index", "--no-split-index"});
  for (const char* version : {"2", "3", "4"}) {
    run_git(place, {"update-index", "--index-version", version});
    EXPECT_EQ(checked(), Look::clean) << version;
  }
  const auto file = worktree().git_dir / "index";
  const std::string whole = testing::read_text(file);
  for (size_t size = 0; size < whole.size(); size += 7) {
    write_file(file, whole.substr(0, size));
    EXPECT_EQ(look(), Look::unclear) << size;
  }
}

}  // namespace
}  // namespace git
