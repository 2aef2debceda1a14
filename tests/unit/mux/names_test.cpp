#include "mux/names.h"

#include <gtest/gtest.h>

#include "mux/fake/fake.h"

namespace mux {
namespace {

using fake::Fake;

std::vector<std::string> names_of(const std::vector<const Window*>& windows) {
  std::vector<std::string> names;
  for (const Window* window : windows) names.push_back(window->name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Ids, OnlyTheirOwnForm) {
  EXPECT_EQ(WindowId::parse("@3"), WindowId(3));
  EXPECT_EQ(WindowId(3).text(), "@3");
  EXPECT_EQ(PaneId::parse("%4294967295")->number(), 4294967295U);
  for (const char* text : {"", "@", "3", "%3", "@-3", "@+3", "@3 ", "@3x", "@4294967296", "@99999999999999999999"}) {
    EXPECT_EQ(WindowId::parse(text), std::nullopt) << text;
  }
}

TEST(Names, MUX_W12_NamesThatTmuxKeeps) {
  EXPECT_EQ(session_name("a.b:c"), "a_b_c");
  EXPECT_EQ(window_name("a.b:c"), "a.b:c");
  EXPECT_EQ(window_name("a\n$HOME\\\x1b[31m"), "a _HOME_");
}

TEST(Names, DuplicateNumber) {
  EXPECT_EQ(duplicate_number("wm-a", "wm-a"), 1);
  EXPECT_EQ(duplicate_number("wm-a-2", "wm-a"), 2);
  EXPECT_EQ(duplicate_number("wm-a-17", "wm-a"), 17);
  for (const char* name : {"wm-a-", "wm-a-x", "wm-a-03", "wm-a2", "wm", "wm-a-2-3", "wm-a-99999999999"}) {
    EXPECT_EQ(duplicate_number(name, "wm-a"), std::nullopt) << name;
  }
}

TEST(Names, MUX_A22_TheTagDecidesBetweenFixAndFix2) {
  Fake mux;
  mux.add_window("main", "wm-fix", "/w/fix");
  mux.add_window("main", "wm-fix-2", "/w/fix-2");
  mux.add_window("main", "wm-fix-3", "/w/fix");
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/fix", "wm-fix"})), (Names{"wm-fix", "wm-fix-3"}));
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/fix-2", "wm-fix-2"})), Names{"wm-fix-2"});
}

TEST(Names, MUX_W3_WithoutTagsTheNamesOfOtherWorktreesCount) {
  Fake mux;
  mux.add_window("main", "wm-fix");
  mux.add_window("main", "wm-fix-2");
  mux.add_window("main", "wm-fix-4");
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/fix", "wm-fix"}, {"wm-fix-2"})), (Names{"wm-fix", "wm-fix-4"}));
}

TEST(Names, MUX_W4_ARenamedWindowIsFoundByItsTag) {
  Fake mux;
  mux.add_window("main", "my own name", "/w/a");
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/a", "wm-a"})), Names{"my own name"});
}

TEST(Names, MUX_A31_TheSameNameWithAnotherTagIsSomebodyElses) {
  Fake mux;
  mux.add_window("main", "wm-x", "/p1/x");
  EXPECT_TRUE(windows_of(mux.state, {"/p2/x", "wm-x"}).empty());
  EXPECT_NE(window_named(mux.state, "wm-x"), nullptr);
}

TEST(Names, MUX_W15_AllSessionsAreSearchedAndTheOwnOneComesFirst) {
  Fake mux;
  mux.state.windows.clear();
  mux.add_window("away", "wm-a", "/w/a");
  mux.add_window("main", "wm-a-2", "/w/a");
  mux.state.panes.back().id = PaneId(500);
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/a", "wm-a"}, {}, PaneId(500))), (Names{"wm-a-2", "wm-a"}));
  EXPECT_EQ(names_of(windows_of(mux.state, {"/w/a", "wm-a"})), (Names{"wm-a", "wm-a-2"}));
}

TEST(Names, MUX_A20_MUX_A21_SessionsMatchExactly) {
  Fake mux;
  mux.add_window("wm-beta-two", "x", "/w/beta-two");
  EXPECT_EQ(session_of(mux.state, {"/w/beta", "wm-beta"}), nullptr);
  EXPECT_EQ(mux.state.session_named("wm-beta"), nullptr);
  ASSERT_NE(session_of(mux.state, {"/w/beta-two", "wm-beta-two"}), nullptr);
  EXPECT_EQ(session_of(mux.state, {"/other/beta-two", "wm-beta-two"}), nullptr);
  mux.add_window("a_b", "x");
  EXPECT_NE(session_of(mux.state, {"/w/a.b", "a.b"}), nullptr);
}

TEST(Names, MUX_A7_NextDuplicateLeavesGaps) {
  Fake mux;
  EXPECT_EQ(next_duplicate(mux.state, "wm-a"), "wm-a");
  mux.add_window("main", "wm-a");
  EXPECT_EQ(next_duplicate(mux.state, "wm-a"), "wm-a-2");
  mux.add_window("main", "wm-a-3");
  EXPECT_EQ(next_duplicate(mux.state, "wm-a"), "wm-a-4");
}

TEST(Names, MUX_A8_WithoutTheBaseWindowTheBaseNameIsUsed) {
  Fake mux;
  mux.add_window("main", "wm-a-2");
  EXPECT_EQ(next_duplicate(mux.state, "wm-a"), "wm-a");
}

TEST(Names, MUX_A5_MUX_A6_InsertionPoints) {
  Fake mux;
  const SessionId main = mux.state.sessions.front().id;
  EXPECT_EQ(insertion_point(mux.state, main, "wm-"), std::nullopt);
  const WindowId a = mux.add_window("main", "wm-a");
  const WindowId b = mux.add_window("main", "wm-b");
  mux.add_window("main", "vim");
  mux.add_window("other", "wm-c");
  EXPECT_EQ(insertion_point(mux.state, main, "wm-"), b);
  EXPECT_EQ(insertion_point(mux.state, main, ""), std::nullopt);
  EXPECT_EQ(insertion_point_of_group(mux.state, main, "wm-a"), a);
  EXPECT_EQ(insertion_point_of_group(mux.state, main, "wm-z"), std::nullopt);
}

TEST(Names, HomeSession) {
  Fake mux;
  mux.add_window("other", "x");
  const PaneId there = mux.state.panes.back().id;
  EXPECT_EQ(home_session(mux.state, there)->name, "other");
  EXPECT_EQ(home_session(mux.state, std::nullopt)->name, "main");
  EXPECT_EQ(home_session(mux.state, PaneId(999))->name, "main");
  EXPECT_EQ(home_session(Snapshot{}, std::nullopt), nullptr);
}

}  // namespace
}  // namespace mux
