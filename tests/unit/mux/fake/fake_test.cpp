#include "mux/fake/fake.h"

#include <gtest/gtest.h>

namespace mux::fake {
namespace {

TEST(FakeMux, CreatesByTheSameRules) {
  Fake mux;
  const WindowId a = mux.add_window("main", "wm-a");
  mux.add_window("main", "vim");
  TargetPlan plan;
  plan.full_name = "wm-b";
  plan.worktree = "/w/b";
  plan.after = a;
  PanePlan pane;
  pane.command = "claude";
  plan.windows = {{"", {pane, {}}}};
  const auto created = mux.create(plan);
  ASSERT_TRUE(created);
  const Snapshot snapshot = *mux.snapshot();
  ASSERT_EQ(snapshot.windows.size(), 4U);
  EXPECT_EQ(snapshot.windows[2].name, "wm-b");
  EXPECT_EQ(snapshot.windows[2].worktree, "/w/b");
  EXPECT_EQ(snapshot.panes_of(created->windows[0].id).size(), 2U);
  EXPECT_EQ(mux.typed.at(0).second, "claude");
}

TEST(FakeMux, SessionsEndWithTheirLastWindow) {
  Fake mux;
  TargetPlan plan;
  plan.mode = Mode::session;
  plan.full_name = "wm.x";
  const auto created = mux.create(plan);
  ASSERT_TRUE(created);
  EXPECT_NE(mux.state.session_named("wm_x"), nullptr);
  EXPECT_FALSE(mux.create(plan));
  EXPECT_TRUE(mux.kill_session(created->session));
  EXPECT_EQ(mux.state.session_named("wm_x"), nullptr);
  EXPECT_TRUE(mux.kill_pane(*mux.pane));
  EXPECT_FALSE(mux.snapshot()->running);
}

TEST(FakeMux, FailuresAreTakenInTurn) {
  Fake mux;
  mux.failures.push_back({.message = "no room", .hint = {}, .causes = {}});
  TargetPlan plan;
  plan.full_name = "wm-a";
  EXPECT_FALSE(mux.create(plan));
  EXPECT_TRUE(mux.create(plan));
  EXPECT_EQ(mux.log, (std::vector<std::string>{"create wm-a", "create wm-a"}));
}

TEST(FakeMux, StatusIsKeptOnPaneAndWindow) {
  Fake mux;
  const auto facts = mux.set_status(*mux.pane, {.icon = "x"});
  ASSERT_TRUE(facts);
  ASSERT_TRUE(*facts);
  EXPECT_EQ((*facts)->panes.size(), 1U);
  EXPECT_EQ(mux.state.windows[0].status, "x");
  EXPECT_TRUE(mux.clear_status(*mux.pane));
  EXPECT_EQ(mux.state.windows[0].status, "");
  EXPECT_FALSE(*mux.set_status(PaneId(99), {.icon = "x"}));
}

}  // namespace
}  // namespace mux::fake
