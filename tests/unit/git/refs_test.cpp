#include "git/refs.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
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

TEST(BranchName, WT_W27_TheRulesAreGits) {
  const Directory place;
  for (const char* word :
       {"main",  "feature/x", "a.b",  "a-",   "-a",  "a..b", "a.lock", "a.lock/b",     ".a",   "a/.b",
        "a/",    "/a",        "a//b", "a b",  "a~",  "a^",   "a:b",    "a?",           "a*",   "a[b",
        "a]",    "a\\b",      "a.",   "a@",   "@a",  "a@b",  "a{b",    "refs/heads/x", "HEAD", "\xC3\xA4",
        "a\x7F", "a\tb",      "",     "lock", "a;b", "$(x)", "'q'",    "\"q\""}) {
    const std::string name = word;
    if (name.empty()) {
      EXPECT_FALSE(is_valid_branch_name(name));
      continue;
    }
    EXPECT_EQ(is_valid_branch_name(name), try_git(place.path(), {"check-ref-format", "--branch", name}).ok()) << name;
  }
  for (const char* name : {"@", "@{-1}", "HEAD", "a@{b"}) EXPECT_FALSE(is_valid_branch_name(name)) << name;
}

TEST(BranchName, RandomNames) {
  const Directory place;
  std::mt19937 random(7);
  static constexpr std::string_view kCharacters = "ab/.-@{l~o:c k\\*k";
  std::uniform_int_distribution<size_t> pick(0, kCharacters.size() - 1);
  std::uniform_int_distribution<size_t> length(1, 6);
  for (int i = 0; i < 150; ++i) {
    std::string name;
    for (size_t left = length(random); left > 0; --left) name += kCharacters[pick(random)];
    if (name == "@" || name.find("@{") != std::string::npos) continue;  // git expands these to something else
    EXPECT_EQ(is_valid_branch_name(name), try_git(place.path(), {"check-ref-format", "--branch", name}).ok()) << name;
  }
}

TEST(Refs, LoosePackedAndPreferenceForLoose) {
  const TestRepository repo;
  const std::string first = repo.git({"rev-parse", "HEAD"});
  repo.git({"branch", "old"});
  repo.git({"pack-refs", "--all"});
  const std::string second = repo.commit(repo.main(), "b", "2");
  const Repository found = repo.discovered();
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/main")), second);
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/old")), first);
  EXPECT_EQ(value(resolve_ref(found, "HEAD")), second);
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/ol")), std::nullopt);
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/missing")), std::nullopt);
  const Head head = value(read_head(found));
  EXPECT_EQ(head.branch, "main");
  EXPECT_EQ(head.id, second);
}

TEST(Refs, AnnotatedTagsHaveTheirOwnIdAndPeelToTheCommit) {
  const TestRepository repo;
  repo.git({"tag", "-a", "-m", "one", "v1"});
  for (int packed = 0; packed < 2; ++packed) {
    EXPECT_EQ(value(resolve_ref(repo.discovered(), "refs/tags/v1")), repo.git({"rev-parse", "v1"}));
    EXPECT_EQ(value(resolve_commit(repo.runner(), "v1")), repo.git({"rev-parse", "HEAD"}));
    repo.git({"pack-refs", "--all"});
  }
}

TEST(Refs, DetachedAndUnbornHeads) {
  const TestRepository repo;
  repo.git({"checkout", "-q", "--detach"});
  const Head detached = value(read_head(repo.discovered()));
  EXPECT_EQ(detached.branch, "");
  EXPECT_EQ(detached.id, repo.git({"rev-parse", "HEAD"}));
  repo.git({"checkout", "-q", "--orphan", "new"});
  const Head unborn = value(read_head(repo.discovered()));
  EXPECT_EQ(unborn.branch, "new");
  EXPECT_EQ(unborn.id, "");
}

TEST(Refs, HeadAsALink) {
  const TestRepository repo;
  fs::remove(repo.main() / ".git/HEAD");
  fs::create_symlink("refs/heads/main", repo.main() / ".git/HEAD");
  EXPECT_EQ(value(read_head(repo.discovered())).branch, "main");
}

TEST(Refs, SymbolicRefsEndAtALoop) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  repo.git({"symbolic-ref", "refs/heads/alias", "refs/heads/main"});
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/alias")), repo.git({"rev-parse", "main"}));
  EXPECT_EQ(value(symbolic_target(found, "refs/heads/alias")), "refs/heads/main");
  EXPECT_EQ(value(symbolic_target(found, "refs/heads/main")), std::nullopt);
  write_file(repo.main() / ".git/refs/heads/l1", "ref: refs/heads/l2\n");
  write_file(repo.main() / ".git/refs/heads/l2", "ref: refs/heads/l1\n");
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/l1")), std::nullopt);
  write_file(repo.main() / ".git/refs/heads/out", "ref: ../../secret\n");
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/out")), std::nullopt);
}

TEST(Refs, HostileNamesAndFilesAreErrors) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  for (const char* name : {"refs/heads/../../config", "../x", "refs//x", "config", "/etc/passwd", ""}) {
    EXPECT_FALSE(resolve_ref(found, name)) << name;
  }
  write_file(repo.main() / ".git/refs/heads/bad", "not an id\n");
  EXPECT_FALSE(resolve_ref(found, "refs/heads/bad"));
  write_file(repo.main() / ".git/refs/heads/huge", std::string(1 << 20, 'a'));
  EXPECT_FALSE(resolve_ref(found, "refs/heads/huge"));
}

TEST(Refs, WT_W16_OnlyLocalBranchesAreBranches) {
  const TestRepository repo;
  repo.git({"tag", "v1.0"});
  repo.git({"branch", "real/one"});
  const Repository found = repo.discovered();
  EXPECT_TRUE(value(local_branch_exists(found, "real/one")));
  for (const std::string& name : {std::string("v1.0"), std::string("HEAD"), std::string("real"), std::string("stash"),
                                  repo.git({"rev-parse", "--short", "HEAD"}), std::string("..")}) {
    EXPECT_FALSE(value(local_branch_exists(found, name))) << name;
  }
}

TEST(Refs, TenThousandBranchesLooseAndPacked) {
  const TestRepository repo;
  std::string input;
  const std::string id = repo.git({"rev-parse", "HEAD"});
  for (int i = 0; i < 10'000; ++i)
    input += "create refs/heads/group" + std::to_string(i % 10) + "/b" + std::to_string(i) + " " + id + "\n";
  os::Command update;
  update.arguments = {"git", "-c", "core.fsync=none", "-C", repo.main().string(), "update-ref", "--stdin"};
  update.input = input;
  ASSERT_TRUE(value(os::run(update)).ok());
  const Repository found = repo.discovered();
  const auto expected = base::lines(repo.git({"for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/"}));
  EXPECT_EQ(expected.size(), 10'001U);
  EXPECT_EQ(value(list_branches(found)), expected);
  repo.git({"pack-refs", "--all"});
  EXPECT_EQ(value(list_branches(found)), expected);
  EXPECT_TRUE(value(local_branch_exists(found, "group9/b9999")));
  EXPECT_EQ(value(list_refs(found, "refs/heads/group3/")).size(), 1000U);
}

TEST(Refs, ListsLeaveOutWhatIsNoRef) {
  const TestRepository repo;
  repo.git({"branch", "b/one"});
  repo.git({"symbolic-ref", "refs/heads/alias", "refs/heads/main"});
  write_file(repo.main() / ".git/refs/heads/stale.lock", "");
  write_file(repo.main() / ".git/refs/heads/broken", "xx\n");
  const Repository found = repo.discovered();
  std::vector<std::string> names;
  for (const Ref& ref : value(list_refs(found, "refs/heads/"))) names.push_back(ref.name);
  EXPECT_EQ(names, (std::vector<std::string>{"refs/heads/b/one", "refs/heads/main"}));
}

TEST(Refs, RemoteBranches) {
  const TestRepository repo;
  const Directory place;
  run_git(place.path(), {"clone", "-q", repo.main().string(), "copy"});
  const Repository copy = value(discover(place.path() / "copy"));
  EXPECT_EQ(value(list_remote_branches(copy)), (std::vector<std::string>{"origin/main"}));
  EXPECT_EQ(value(find_branch_ref(copy, "origin/main"))->name, "refs/remotes/origin/main");
  EXPECT_EQ(value(find_branch_ref(copy, "main"))->name, "refs/heads/main");
  run_git(place.path() / "copy", {"tag", "main"});
  EXPECT_FALSE(value(find_branch_ref(copy, "main")).has_value()) << "the tag comes first for git";
}

TEST(Refs, ResolveCommit) {
  const TestRepository repo;
  const std::string first = repo.git({"rev-parse", "HEAD"});
  repo.commit(repo.main(), "b", "2");
  const Runner runner = repo.runner();
  EXPECT_EQ(value(resolve_commit(runner, "HEAD~1")), first);
  EXPECT_EQ(value(resolve_commit(runner, first.substr(0, 10))), first);
  for (const char* nothing : {"", "-x", "--all", "missing", "HEAD:README", "main\nmain", "HEAD^{tree}"}) {
    EXPECT_EQ(value(resolve_commit(runner, nothing)), std::nullopt) << nothing;
  }
}

TEST(DefaultBranch, OrderOfTheSources) {
  const TestRepository repo;
  EXPECT_EQ(value(default_branch(repo.discovered(), "")), "main");
  EXPECT_EQ(value(default_branch(repo.discovered(), "trunk")), "trunk") << "need not exist";
  repo.git({"symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/dev/elop"});
  EXPECT_EQ(value(default_branch(repo.discovered(), "")), "dev/elop");
  repo.git({"symbolic-ref", "-d", "refs/remotes/origin/HEAD"});
  repo.git({"branch", "-m", "main", "master"});
  EXPECT_EQ(value(default_branch(repo.discovered(), "")), "master");
  repo.git({"branch", "-m", "master", "other"});
  const auto none = default_branch(repo.discovered(), "");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("Could not determine the default branch"), std::string::npos);
  EXPECT_NE(testing::message(none.error()).find("main_branch"), std::string::npos);
}

TEST(DefaultBranch, NoCommitsYet) {
  const Directory place;
  run_git(place.path(), {"init", "-q", "fresh"});
  const auto none = default_branch(value(discover(place.path() / "fresh")), "");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("no commits yet"), std::string::npos);
  EXPECT_NE(testing::message(none.error()).find("main_branch"), std::string::npos);
}

TEST(Refs, AnUnknownFormatIsAskedFromGit) {
  const TestRepository repo;
  repo.git({"branch", "b/one"});
  repo.git({"symbolic-ref", "refs/heads/alias", "refs/heads/main"});
  Repository found = repo.discovered();
  found.ref_format = RefFormat::other;
  const std::string id = repo.git({"rev-parse", "HEAD"});
  EXPECT_EQ(value(read_head(found)).branch, "main");
  EXPECT_EQ(value(read_head(found)).id, id);
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/b/one")), id);
  EXPECT_EQ(value(resolve_ref(found, "refs/heads/none")), std::nullopt);
  EXPECT_EQ(value(symbolic_target(found, "refs/heads/alias")), "refs/heads/main");
  EXPECT_EQ(value(list_refs(found, "refs/heads/")).size(), 2U);
  EXPECT_TRUE(value(local_branch_exists(found, "b/one")));
}

}  // namespace
}  // namespace git
