#include "git/status.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "git/support.h"
#include "git/worktrees.h"
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

TEST(Status, EachKindOfChange) {
  const TestRepository repo;
  EXPECT_FALSE(value(work_status(repo.runner())).dirty());
  write_file(repo.main() / "new file", "x");
  EXPECT_TRUE(value(work_status(repo.runner())).untracked);
  EXPECT_FALSE(value(work_status(repo.runner())).tracked_changes());
  repo.git({"add", "new file"});
  EXPECT_TRUE(value(work_status(repo.runner())).staged);
  EXPECT_FALSE(value(work_status(repo.runner())).unstaged);
  write_file(repo.main() / "README", "changed\n");
  EXPECT_TRUE(value(work_status(repo.runner())).unstaged);
  repo.git({"reset", "-q", "--hard"});
  repo.git({"mv", "README", "READ ME"});
  const WorkStatus renamed = value(work_status(repo.runner()));
  EXPECT_TRUE(renamed.staged);
  EXPECT_FALSE(renamed.untracked);
}

TEST(Status, SettingsCannotHideChanges) {
  const TestRepository repo;
  repo.git({"config", "status.showUntrackedFiles", "no"});
  repo.git({"config", "diff.ignoreSubmodules", "all"});
  repo.git({"config", "status.branch", "false"});
  write_file(repo.main() / "sub/new", "x");
  EXPECT_TRUE(value(work_status(repo.runner())).untracked);
  EXPECT_EQ(value(work_status(repo.runner())).branch, "main");
}

TEST(Status, BranchUpstreamAheadBehind) {
  const TestRepository repo;
  const Directory place;
  run_git(place.path(), {"clone", "-q", repo.main().string(), "copy"});
  const fs::path copy = place.path() / "copy";
  repo.commit(repo.main(), "theirs", "1");
  repo.commit(copy, "ours", "1");
  repo.commit(copy, "ours", "2");
  run_git(copy, {"fetch", "-q"});
  const WorkStatus status = value(work_status(*Runner::create(value(discover(copy)), os::Environment::current())));
  EXPECT_EQ(status.branch, "main");
  EXPECT_EQ(status.upstream, "origin/main");
  EXPECT_TRUE(status.has_upstream);
  EXPECT_EQ(status.ahead, 2);
  EXPECT_EQ(status.behind, 1);
  EXPECT_EQ(status.head, run_git(copy, {"rev-parse", "HEAD"}));
}

TEST(Status, ConflictAndRebase) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  repo.commit(linked, "README", "theirs\n");
  repo.commit(repo.main(), "README", "ours\n");
  EXPECT_FALSE(try_git(linked, {"rebase", "main"}).ok());
  const WorkStatus status = value(work_status(repo.runner(linked)));
  EXPECT_TRUE(status.conflicted);
  EXPECT_TRUE(status.rebasing);
  EXPECT_EQ(status.branch, "");
}

TEST(Status, UnbornDetachedAndBare) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "fresh"});
  const Runner fresh = *Runner::create(value(discover(place.path() / "fresh")), os::Environment::current());
  EXPECT_EQ(value(work_status(fresh)).head, "");
  EXPECT_EQ(value(work_status(fresh)).branch, "main");
  EXPECT_FALSE(value(has_uncommitted_work(fresh)));
  run_git(place.path(), {"init", "-q", "--bare", "bare"});
  EXPECT_FALSE(work_status(*Runner::create(value(discover(place.path() / "bare")), os::Environment::current())));
}

TEST(Status, PorcelainThatIsNotUnderstoodIsAnError) {
  EXPECT_FALSE(parse_status("hello"));
  EXPECT_TRUE(parse_status(std::string_view("2 R. N... 100644 100644 100644 a b R100 new\0old\0? x\0", 51))->staged);
  EXPECT_TRUE(parse_status("")->branch.empty());
}

TEST(UncommittedWork, SBX_E28_BitsInTheIndexHideNothing) {
  for (const char* bit : {"--assume-unchanged", "--skip-worktree"}) {
    const TestRepository repo;
    repo.git({"update-index", bit, "README"});
    EXPECT_FALSE(value(has_uncommitted_work(repo.runner()))) << bit;
    EXPECT_EQ(hidden_index_bits(repo.main() / ".git/index"), HiddenBits::possible);
    write_file(repo.main() / "README", "work that git does not see\n");
    EXPECT_FALSE(value(work_status(repo.runner())).dirty()) << bit;
    EXPECT_TRUE(value(has_uncommitted_work(repo.runner()))) << bit;
  }
}

TEST(UncommittedWork, SBX_E28_AForgedTimeStampHidesNothingInAGuestTree) {
  const TestRepository repo;
  repo.git({"config", "core.trustctime", "false"});
  repo.git({"config", "core.checkStat", "minimal"});
  const fs::path file = repo.main() / "README";
  const timespec past[2] = {{.tv_sec = 1'000'000'000, .tv_nsec = 0}, {.tv_sec = 1'000'000'000, .tv_nsec = 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), past, 0), 0);
  repo.git({"update-index", "--refresh"});
  write_file(file, "HELLO\n");  // same length, same time
  ASSERT_EQ(utimensat(AT_FDCWD, file.c_str(), past, 0), 0);
  EXPECT_FALSE(value(work_status(repo.runner())).dirty()) << "git is deceived";
  EXPECT_TRUE(value(has_uncommitted_work(repo.runner(), Tree::guest_writable)));
}

TEST(UncommittedWork, StagedOnlyAndUntrackedCount) {
  const TestRepository repo;
  write_file(repo.main() / "README", "staged\n");
  repo.git({"add", "README"});
  write_file(repo.main() / "README", "hello\n");  // back, but something else is staged
  EXPECT_TRUE(value(has_uncommitted_work(repo.runner())));
  repo.git({"reset", "-q", "--hard"});
  EXPECT_FALSE(value(has_uncommitted_work(repo.runner(), Tree::guest_writable)));
  write_file(repo.main() / "x", "");
  EXPECT_TRUE(value(has_uncommitted_work(repo.runner(), Tree::guest_writable)));
}

TEST(UncommittedWork, ASparseCheckoutIsClean) {
  const TestRepository repo;
  repo.commit(repo.main(), "in/a", "1");
  repo.commit(repo.main(), "out/b", "2");
  repo.git({"sparse-checkout", "set", "in"});
  ASSERT_FALSE(fs::exists(repo.main() / "out/b"));
  EXPECT_FALSE(value(has_uncommitted_work(repo.runner())));
  write_file(repo.main() / "out/b", "written anyway");
  EXPECT_TRUE(value(has_uncommitted_work(repo.runner())));
}

TEST(UncommittedWork, AMissingDirectoryHoldsNothing) {
  const TestRepository repo;
  const fs::path linked = repo.add_worktree("topic", "topic");
  const Runner runner = repo.runner(linked);
  fs::remove_all(linked);
  EXPECT_FALSE(value(has_uncommitted_work(runner)));
}

TEST(UncommittedWork, ACorruptIndexIsAnErrorNotClean) {
  const TestRepository repo;
  write_file(repo.main() / ".git/index", "DIRC garbage");
  EXPECT_FALSE(has_uncommitted_work(repo.runner()));
}

TEST(IndexBits, EveryVersionOfTheIndexIsRead) {
  for (const char* version : {"2", "3", "4"}) {
    const TestRepository repo;
    for (int i = 0; i < 20; ++i) write_file(repo.main() / ("dir/file" + std::string(static_cast<size_t>(i), 'x')), "1");
    write_file(repo.main() / std::string(200, 'n'), "1");
    repo.git({"add", "-A"});
    repo.git({"update-index", "--index-version", version});
    const fs::path index = repo.main() / ".git/index";
    EXPECT_EQ(hidden_index_bits(index), HiddenBits::none) << version;
    repo.git({"update-index", "--assume-unchanged", "dir/filexxx"});
    EXPECT_EQ(hidden_index_bits(index), HiddenBits::possible) << version;
    repo.git({"update-index", "--no-assume-unchanged", "dir/filexxx"});
    EXPECT_EQ(hidden_index_bits(index), HiddenBits::none) << version;
    repo.git({"update-index", "--skip-worktree", "README"});
    EXPECT_EQ(hidden_index_bits(index), HiddenBits::possible) << version;
  }
}

TEST(IndexBits, Sha256SplitAndOddIndexes) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "--object-format=sha256", "app"});
  write_file(place.path() / "app/a", "1");
  write_file(place.path() / "app/b", "2");
  run_git(place.path() / "app", {"add", "-A"});
  const fs::path index = place.path() / "app/.git/index";
  EXPECT_EQ(hidden_index_bits(index), HiddenBits::none);
  run_git(place.path() / "app", {"update-index", "--assume-unchanged", "b"});
  EXPECT_EQ(hidden_index_bits(index), HiddenBits::possible);
  run_git(place.path() / "app", {"update-index", "--no-assume-unchanged", "b"});
  run_git(place.path() / "app", {"update-index", "--split-index"});
  EXPECT_EQ(hidden_index_bits(index), HiddenBits::possible);

  EXPECT_EQ(hidden_index_bits(place.path() / "missing"), HiddenBits::none);
  const std::string good = testing::read_text(place.path() / "app/.git/index");
  for (size_t length = 0; length < good.size(); length += 7) {  // cut anywhere: never a crash, never "none"
    write_file(place.path() / "cut", good.substr(0, length));
    EXPECT_EQ(hidden_index_bits(place.path() / "cut"), HiddenBits::possible) << length;
  }
}

}  // namespace
}  // namespace git
