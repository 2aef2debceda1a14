#include "mux/tmux/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace mux::tmux {
namespace {

using testing::HasSubstr;
using testing::Not;

TargetPlan plan_with(std::vector<PanePlan> panes) {
  TargetPlan plan;
  plan.full_name = "wm-a";
  plan.worktree = "/w/a";
  plan.directory = "/w/a";
  plan.shell = "/bin/zsh";
  plan.windows = {{"", std::move(panes)}};
  return plan;
}

std::string text_of(const TargetPlan& plan, Container container = Container::existing_session) {
  return base::join(layout_of(plan, container, Typing::inside, "tok").commands.arguments(), " ");
}

TEST(Layout, FocusIsTheLastZoomElseTheLastFocusElseTheFirst) {
  PanePlan focus;
  focus.focus = Focus::yes;
  PanePlan zoom;
  zoom.zoom = Zoom::yes;
  EXPECT_EQ(focused_pane({{}, {}}), 0U);
  EXPECT_EQ(focused_pane({focus, {}, focus, {}}), 2U);
  EXPECT_EQ(focused_pane({{}, zoom, focus}), 1U);
  EXPECT_EQ(focused_window({{"", {{}}}, {"", {focus}}, {"", {zoom}}, {"", {{}}}}), 2U);
  EXPECT_EQ(focused_window({{"", {{}}}, {"", {{}}}}), 0U);
}

TEST(Layout, PanesAreReachedByTheirDistanceFromTheActiveOne) {
  std::vector<PanePlan> panes(4);
  panes[2].target = 0;  // order in the window: 0 2 1
  panes[3].target = 1;  // 0 2 1 3
  panes[0].focus = Focus::yes;
  const std::string text = text_of(plan_with(panes));
  EXPECT_THAT(text, HasSubstr("split-window -h -t :=tok -P"));
  EXPECT_THAT(text, HasSubstr("split-window -h -t :=tok.-1 -P"));
  EXPECT_THAT(text, HasSubstr("split-window -h -t :=tok.+1 -P"));
  EXPECT_THAT(text, HasSubstr("select-pane -t :=tok.-3"));
}

TEST(Layout, OnlyPanesWithACommandNameTheShell) {
  EXPECT_THAT(text_of(plan_with({{}})), Not(HasSubstr("/bin/zsh")));
  PanePlan pane;
  pane.command = "claude";
  EXPECT_THAT(text_of(plan_with({pane})), HasSubstr("-- /bin/zsh -l ;"));
  EXPECT_THAT(text_of(plan_with({pane})), HasSubstr("send-keys -t :=tok -l -- claude ; send-keys -t :=tok Enter"));
}

TEST(Layout, WhereAWindowGoes) {
  TargetPlan plan = plan_with({{}});
  EXPECT_THAT(text_of(plan), HasSubstr("new-window -d -n tok -t : "));
  plan.session = SessionId(4);
  EXPECT_THAT(text_of(plan), HasSubstr("new-window -d -n tok -t $4: "));
  plan.after = WindowId(7);
  EXPECT_THAT(text_of(plan), HasSubstr("new-window -d -n tok -a -t @7 "));
  plan.after.reset();
  plan.parent_session = "te.am";
  EXPECT_THAT(text_of(plan), HasSubstr("new-window -d -n tok -t =te_am: "));
  EXPECT_THAT(text_of(plan, Container::new_session), HasSubstr("new-session -d -s te_am -n wm-a "));
}

TEST(Layout, TheClientIsMovedLastAndOnlyWhenAsked) {
  TargetPlan plan = plan_with({{}});
  plan.mode = Mode::session;
  EXPECT_TRUE(
      text_of(plan, Container::new_session).ends_with("; display-message -p done-tok ; switch-client -t =wm-a:"));
  plan.show = Show::no;
  EXPECT_TRUE(text_of(plan, Container::new_session).ends_with("; display-message -p done-tok"));
}

TEST(Layout, PlansThatTmuxCannotHold) {
  EXPECT_TRUE(check_plan(plan_with({{}, {}})));
  TargetPlan plan = plan_with({{}, {}});
  plan.windows[0].panes[1].target = 1;
  EXPECT_FALSE(check_plan(plan));
  plan = plan_with({});
  plan.full_name = "\n";
  EXPECT_TRUE(check_plan(plan)) << "a blank is a name";
  plan.full_name = "";
  EXPECT_FALSE(check_plan(plan));
  plan = plan_with({});
  plan.worktree = "/w/\xff";
  EXPECT_FALSE(check_plan(plan));
  plan = plan_with({});
  plan.windows.emplace_back();
  EXPECT_FALSE(check_plan(plan));
}

}  // namespace
}  // namespace mux::tmux
