#include "sandbox/server/authority.h"

#include <gtest/gtest.h>

#include <random>

#include "base/unicode.h"
#include "os/process.h"

namespace sandbox::server {
namespace {

using Kind = Decision::Kind;

Family family() {
  return {{"feat", "feature/login", "main"}, {{"sub", "sub", "feature/login"}, {"other", "sub2", ""}}, 2};
}

rpc::Merge merge(std::string name, std::optional<std::string> into = std::nullopt) {
  rpc::Merge request;
  request.name = std::move(name);
  request.into = std::move(into);
  return request;
}

TEST(Authority, SBX_E8_NamesThatCouldBeAnOptionAShellWordOrAPathAreRefused) {
  for (const char* good : {"a", "add-tests", "feature/login", "fix_1.2", "user@host", "c++", "A9", "v1.0"}) {
    EXPECT_TRUE(is_safe_name(good)) << good;
  }
  for (const char* bad : {"",        "-AP/etc/hostname",
                          "--help",  "$(touch x)",
                          "a b",     "a;b",
                          "a`b`",    "a'b",
                          "a\"b",    "a\nb",
                          "../x",    "/abs",
                          ".hidden", "a/../b",
                          "a//b",    "a/",
                          "a.lock",  "a/b.lock/c",
                          "a/.b",    "a..b",
                          "a.",      "@",
                          "HEAD",    "a@{1}",
                          "a~1",     "a^",
                          "a:b",     "a?",
                          "a*",      "a[b",
                          "a\\b",    "\u00e4",
                          "a\x7f",   "a|b",
                          "a&b",     "a>b",
                          "a#b",     "a%b",
                          "{a}",     "a=b",
                          "_a",      "+a"}) {
    EXPECT_FALSE(is_safe_name(bad)) << bad;
  }
  EXPECT_FALSE(is_safe_name(std::string("a\0b", 3)));
  EXPECT_TRUE(is_safe_name(std::string(200, 'a')));
  EXPECT_FALSE(is_safe_name(std::string(201, 'a')));
}

// What we call a branch name is never more than what git calls one.
TEST(Authority, SBX_E8_BranchNamesAgreeWithGit) {
  std::mt19937 random(20261125);
  const std::vector<std::string> pieces = {"a", "b", "/", ".",  "-", "@",    "{",    "lock",   ".lock", "HEAD", "~",
                                           "^", ":", " ", "\\", "*", "\x7f", "\x01", "\u00e9", "..",    "//"};
  for (int i = 0; i < 150; ++i) {
    std::string name;
    for (auto n = random() % 5 + 1; n > 0; --n) name += pieces[random() % pieces.size()];
    os::Command command;
    // "--branch" expands @{-N}; the plain form with refs/heads/ and no dash in front is the same rule.
    command.arguments = {"git", "check-ref-format", "refs/heads/" + name};
    const auto outcome = os::run(command);
    ASSERT_TRUE(outcome);
    const bool git_says = outcome->ok() && !name.starts_with('-') && name != "HEAD" && name != "@";
    EXPECT_EQ(is_branch_name(name), git_says) << name;
  }
}

TEST(Authority, SBX_A19_OnlyListedHostCommands) {
  const std::vector<std::string> allowed = {
      "just", "cargo", "_shim", "-x", "../ls", std::string(65, 'a'), std::string(64, 'b')};
  EXPECT_TRUE(may_execute("just", allowed));
  EXPECT_TRUE(may_execute(std::string(64, 'b'), allowed));
  for (const std::string& bad :
       {std::string("ls"), std::string("_shim"), std::string("-x"), std::string("../ls"), std::string(65, 'a'),
        std::string(), std::string("just "), std::string("."), std::string("..")}) {
    EXPECT_FALSE(may_execute(bad, allowed)) << bad;
  }
  EXPECT_FALSE(may_execute("just", {}));
}

TEST(Authority, StatusWordsInAnyCase) {
  EXPECT_EQ(status_word("Waiting"), "waiting");
  EXPECT_EQ(status_word("DONE"), "done");
  EXPECT_EQ(status_word("clear"), "clear");
  EXPECT_EQ(status_word("bogus"), std::nullopt);
  EXPECT_EQ(status_word("working "), std::nullopt);
  EXPECT_EQ(status_word(""), std::nullopt);
}

TEST(Authority, SBX_E17_TitlesAreCleanAndShort) {
  EXPECT_EQ(clean_title("refactor parser"), "refactor parser");
  EXPECT_EQ(clean_title("#(touch x)y"), "#(touch x)y");
  EXPECT_EQ(clean_title(" a\tb\nc\x1b]0;evil\x07 \x1b[31m\u202e\u200b\u0085"), "a b c");
  EXPECT_EQ(clean_title("\x01\x02"), "");
  EXPECT_EQ(base::display_width(clean_title(std::string(1000, 'x'))), 128U);
  std::string wide;
  for (int i = 0; i < 500; ++i) wide += "\u6f22";
  EXPECT_LE(base::display_width(clean_title(wide)), 128U);
}

TEST(Authority, SBX_E12_OwnWorktreeIntoItsBaseNeedsNoQuestion) {
  EXPECT_EQ(judge_merge(merge("feat"), family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_merge(merge("feature/login"), family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_merge(merge("feat", "main"), family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_merge(merge("sub"), family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_merge(merge("sub", "feature/login"), family(), Permission::allow).kind, Kind::allow);
}

TEST(Authority, SBX_E12_EverythingElseIsAQuestion) {
  EXPECT_EQ(judge_merge(merge("feat", "release"), family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("sub", "main"), family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("stranger"), family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("stranger", "main"), family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("other"), family(), Permission::allow).kind, Kind::ask) << "its base is unknown";
  EXPECT_EQ(judge_merge(merge("other", ""), family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("feat"), family(), Permission::ask).kind, Kind::ask);
  EXPECT_EQ(judge_merge(merge("feat"), family(), Permission::deny).kind, Kind::refuse);
  EXPECT_EQ(judge_merge(merge("feat", "release"), family(), Permission::allow).reason, "merge 'feat' into 'release'");
  EXPECT_EQ(judge_close({"feat"}, family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_close({"sub2"}, family(), Permission::allow).kind, Kind::allow);
  EXPECT_EQ(judge_close({"stranger"}, family(), Permission::allow).kind, Kind::ask);
  EXPECT_EQ(judge_close({"feat"}, family(), Permission::ask).kind, Kind::ask);
  EXPECT_EQ(judge_close({"feat"}, family(), Permission::deny).kind, Kind::refuse);
}

TEST(Authority, SBX_E12_UncommittedWorkOfTheMainWorktreeIsNeverIgnored) {
  auto request = merge("feat");
  request.ignore_uncommitted = true;
  EXPECT_EQ(judge_merge(request, family(), Permission::allow).kind, Kind::allow);
  auto main = family();
  main.self.is_main = true;
  EXPECT_EQ(judge_merge(request, main, Permission::allow).kind, Kind::refuse);
  request.name = "stranger";
  EXPECT_EQ(judge_merge(request, family(), Permission::allow).kind, Kind::refuse);
}

TEST(Authority, SBX_E12_SpawnsAreLimitedInDepthNumberAndRate) {
  const rpc::SpawnAgent spawn{"p", "b", false};
  RpcPolicy policy;
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 0, 0).kind, Kind::allow);
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 3, 0).kind, Kind::allow);
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 4, 0).kind, Kind::refuse);
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 0, 99).kind, Kind::allow);
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 0, 100).kind, Kind::refuse);
  auto full = family();
  full.live = 32;
  EXPECT_EQ(judge_spawn(spawn, full, policy, 0, 0).kind, Kind::refuse);
  policy.spawn = Permission::ask;
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 0, 0).kind, Kind::ask);
  EXPECT_EQ(judge_spawn(spawn, full, policy, 0, 0).kind, Kind::refuse);
  policy.spawn = Permission::deny;
  EXPECT_EQ(judge_spawn(spawn, family(), policy, 0, 0).kind, Kind::refuse);
}

TEST(Authority, HandlesWinOverBranches) {
  const Family mixed = {{"a", "b", "main"}, {{"b", "c", "a"}}, 0};
  EXPECT_EQ(find_relative(mixed, "b")->handle, "b");
  EXPECT_EQ(find_relative(mixed, "c")->handle, "b");
  EXPECT_EQ(find_relative(mixed, ""), nullptr);
  EXPECT_EQ(merge_target(merge("c"), mixed), "a");
  EXPECT_EQ(merge_target(merge("z"), mixed), std::nullopt);
}

}  // namespace
}  // namespace sandbox::server
