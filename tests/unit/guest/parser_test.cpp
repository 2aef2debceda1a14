#include "guest/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "guest/prompt.h"
#include "guest/remote.h"
#include "guest/worktrees.h"

namespace guest {
namespace {

const Command& command(const std::string& name) {
  for (const Command& each : commands()) {
    if (each.name == name) return each;
  }
  throw std::logic_error(name);
}

Arguments arguments(const std::string& name, const std::vector<std::string>& words) {
  const auto parsed = parse(command(name), words);
  EXPECT_TRUE(parsed) << parsed.error().text;
  return parsed ? parsed->arguments : Arguments();
}

TEST(Parser, AcceptsEveryFormOfAnOption) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--prompt", "v", "x"},
                                                                 {"--prompt=v", "x"},
                                                                 {"-p", "v", "x"},
                                                                 {"-pv", "x"},
                                                                 {"-p=v", "x"},
                                                                 {"x", "-bp", "v"},
                                                                 {"x", "-bpv"}}) {
    const auto got = arguments("add", words);
    EXPECT_EQ(got.value("prompt"), "v");
    EXPECT_EQ(got.positional(0), "x");
  }
  EXPECT_EQ(arguments("add", {"x", "--prompt="}).value("prompt"), "");
  EXPECT_EQ(arguments("add", {"x", "-p", "- fix it"}).value("prompt"), "- fix it");
  EXPECT_EQ(arguments("add", {"--", "--prompt"}).positional(0), "--prompt");
  EXPECT_EQ(arguments("add", {"-"}).positional(0), "-");
  EXPECT_TRUE(arguments("add", {"x", "--fork"}).has("fork"));
  EXPECT_TRUE(arguments("merge", {"-kn"}).has("no-verify"));
}

TEST(Parser, EveryConflictNamesAnOptionThatExists) {
  for (const Command& each : commands()) {
    for (const Option& option : each.options) {
      for (const std::string& name : option.conflicts) {
        EXPECT_TRUE(std::ranges::any_of(each.options, [&](const Option& o) { return o.name == name; }))
            << option.name << ' ' << name;
      }
    }
  }
}

TEST(Parser, SurvivesAnyWords) {
  std::mt19937 random(3);
  const std::vector<std::string> words = {
      "-",    "--", "-p", "--prompt", "--prompt=", "=",   "-=",     "--=", "-pb",    "-b=",
      "\xff", "",   "a",  "--fork=",  "-W",        "-hh", "--help", "-ab", "--agent"};
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::string> line;
    for (auto n = random() % 5; n > 0; --n) line.push_back(words[random() % words.size()]);
    for (const Command& each : commands()) {
      const auto parsed = parse(each, line);
      if (!parsed) {
        EXPECT_FALSE(usage_error_text(&each, parsed.error()).empty());
      }
    }
  }
}

TEST(Prompt, FrontMatterIsLeftOut) {
  EXPECT_EQ(*prompt_body("plain\n"), "plain\n");
  EXPECT_EQ(*prompt_body(""), "");
  EXPECT_EQ(*prompt_body("---\na: b\n---\nbody\n"), "body\n");
  EXPECT_EQ(*prompt_body(" --- \na: b\n...\n\nbody"), "\nbody");
  EXPECT_EQ(*prompt_body("---\nno end\n"), "---\nno end\n");
  EXPECT_EQ(*prompt_body("---\n---"), "");
  EXPECT_EQ(*prompt_body("---\nforeach: x\nno end\n"), "---\nforeach: x\nno end\n");
  EXPECT_EQ(*prompt_body("---\nforeachx: 1\n---\nb"), "b");
  EXPECT_FALSE(prompt_body("---\nforeach : {}\n---\nb"));
}

TEST(Name, ComesFromTheNearestWorktreesDirectory) {
  EXPECT_EQ(name_from_directory("/w/app__worktrees/fix/src/deep"), "fix");
  EXPECT_EQ(name_from_directory("/w/a__worktrees/x/b__worktrees/y/z"), "y");
  EXPECT_EQ(name_from_directory("/w/app__worktrees"), "app__worktrees");
  EXPECT_EQ(name_from_directory("/w/plain/"), "plain");
  EXPECT_EQ(name_from_directory("/"), "");
}

TEST(Worktrees, ReadsPorcelain) {
  using std::string_literals::operator""s;
  const std::string text = "worktree /a b\0HEAD 1\0branch refs/heads/x/y\0\0worktree /c\nd\0HEAD 2\0detached\0\0"s;
  const auto found = parse_worktrees(text);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].path, "/a b");
  EXPECT_EQ(found[0].branch, "x/y");
  EXPECT_EQ(found[1].path, "/c\nd");
  EXPECT_EQ(found[1].branch, "");
  EXPECT_TRUE(parse_worktrees("junk").empty());
}

}  // namespace
}  // namespace guest
