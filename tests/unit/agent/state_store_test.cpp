#include "agent/state_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "agent/codex_turns.h"
#include "agent/status.h"
#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

AgentState state_of(std::string pane, std::string instance = "/run/t") {
  AgentState state;
  state.key = {.backend = "tmux", .instance = std::move(instance), .pane_id = std::move(pane)};
  state.workdir = "/w/x";
  state.updated_ts = 100;
  return state;
}

TEST(StateStore, AGT_A1_one_file_per_pane_with_the_name_of_the_contract) {
  const TemporaryDirectory directory;
  const StateStore store(directory / "state");
  ASSERT_OK(store.save(state_of("%1", "/tmp/tmux-0/default")));
  ASSERT_OK(store.save(state_of("%1", "/tmp/tmux-0/default")));
  EXPECT_EQ(os::list_directory(directory / "state" / "agents"),
            std::vector<std::string>{"tmux__%2Ftmp%2Ftmux-0%2Fdefault__%251.json"});
}

TEST(StateStore, AGT_W26_is_private) {
  const TemporaryDirectory directory;
  const mode_t old = umask(0);
  const StateStore store(directory / "state");
  ASSERT_OK(store.save(state_of("%1")));
  umask(old);
  EXPECT_EQ(os::status_of(directory / "state")->mode, 0700U);
  EXPECT_EQ(os::status_of(directory / "state" / "agents")->mode, 0700U);
  for (const std::string& name : os::list_directory(directory / "state" / "agents"))
    EXPECT_EQ(os::status_of(directory / "state" / "agents" / name)->mode, 0600U);
}

TEST(StateStore, reading_creates_and_deletes_nothing) {
  const TemporaryDirectory directory;
  const StateStore store(directory / "state");
  EXPECT_TRUE(store.load_all().agents.empty());
  EXPECT_FALSE(os::status_of(directory / "state"));
}

TEST(StateStore, AGT_A13_what_is_no_state_is_reported_not_trusted) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  ASSERT_OK(store.save(state_of("%1")));
  const auto agents = directory / "agents";
  ASSERT_OK(os::write_atomically(agents / "x.json", "corrupt"));
  // A good state under the name of another pane.
  ASSERT_OK(os::write_atomically(agents / "tmux__a__b.json", to_text(state_of("%9"))));
  ASSERT_OK(os::make_symlink("/etc/passwd", agents / "link.json"));
  ASSERT_OK(os::make_directories(agents / "dir.json"));
  ASSERT_EQ(mkfifo((agents / "pipe.json").c_str(), 0600), 0);
  ASSERT_OK(os::write_atomically(agents / "other.txt", "not looked at"));
  const auto contents = store.load_all();
  ASSERT_EQ(contents.agents.size(), 1U);
  EXPECT_EQ(contents.agents[0].key.pane_id, "%1");
  EXPECT_EQ(contents.unreadable.size(), 5U);
  store.remove_unreadable({"x.json", "../x.json"});
  EXPECT_FALSE(os::status_of(agents / "x.json"));
  EXPECT_TRUE(os::status_of("/etc/passwd"));
}

TEST(StateStore, a_link_in_the_place_of_a_state_is_replaced_not_followed) {
  const TemporaryDirectory directory;
  const StateStore store(directory / "state");
  ASSERT_OK(store.watched_directory());
  ASSERT_OK(os::write_atomically(directory / "victim", "mine"));
  const auto file = directory / "state" / "agents" / state_file_name(state_of("%1").key);
  ASSERT_OK(os::make_symlink((directory / "victim").string(), file));
  EXPECT_FALSE(store.load(state_of("%1").key));
  ASSERT_OK(store.save(state_of("%1")));
  EXPECT_EQ(*os::read_file(directory / "victim"), "mine");
  EXPECT_TRUE(store.load(state_of("%1").key));
}

TEST(StateStore, AGT_W4_AGT_A38_parallel_updates_lose_nothing) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  const PaneKey key = state_of("%1").key;
  std::vector<std::jthread> writers;
  for (int i = 0; i < 20; ++i) {
    writers.emplace_back([&] {
      const auto result = store.update(key, [&](const std::optional<AgentState>& old) -> std::optional<AgentState> {
        AgentState next = old.value_or(state_of("%1"));
        next.updated_ts += 1;
        next.status = Status::working;
        return next;
      });
      EXPECT_TRUE(result.has_value());
    });
  }
  writers.clear();
  ASSERT_OK(store.update(key, [](const std::optional<AgentState>& old) {
    AgentState next = *old;
    next.status = Status::done;
    return std::optional(next);
  }));
  const auto state = store.load(key);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->updated_ts, 120);
  EXPECT_EQ(state->status, Status::done);
  EXPECT_EQ(os::list_directory(directory / "agents").size(), 1U);
}

TEST(StateStore, an_update_may_leave_things_as_they_are) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  const auto none = store.update(state_of("%1").key, [](const auto&) { return std::optional<AgentState>(); });
  ASSERT_OK(none);
  EXPECT_FALSE(none->has_value());
  EXPECT_TRUE(os::list_directory(directory / "agents").empty());
}

TEST(StateStore, removing_drops_the_codex_turns_too) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  const AgentState state = state_of("%1");
  ASSERT_OK(store.save(state));
  const HookPayload payload{.event = "UserPromptSubmit", .codex_run = "s:1"};
  ASSERT_OK(track_codex_turn(directory.path(), state.key, payload, StatusEvent::working, 1));
  ASSERT_TRUE(os::status_of(codex_turns_file(directory.path(), state.key)));
  ASSERT_OK(store.remove(state.key));
  ASSERT_OK(store.remove(state.key));
  EXPECT_FALSE(store.load(state.key));
  EXPECT_FALSE(os::status_of(codex_turns_file(directory.path(), state.key)));
}

TEST(StateStore, AGT_W5_a_reader_does_not_remove_what_a_hook_has_just_written) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  AgentState seen = state_of("%1");
  seen.event_ms = 5;
  AgentState newer = seen;
  newer.event_ms = 6;
  ASSERT_OK(store.save(newer));
  EXPECT_FALSE(*store.remove_if_unchanged(seen));
  EXPECT_TRUE(store.load(seen.key));
  EXPECT_TRUE(*store.remove_if_unchanged(newer));
  EXPECT_FALSE(store.load(seen.key));
}

TEST(StateStore, moves_with_its_worktree) {
  const TemporaryDirectory directory;
  const StateStore store(directory.path());
  AgentState inside = state_of("%1");
  inside.workdir = "/w/x/src";
  inside.window_name = "wm-x-2";
  AgentState outside = state_of("%2");
  outside.workdir = "/w/x2";
  ASSERT_OK(store.save(inside));
  ASSERT_OK(store.save(outside));
  EXPECT_EQ(*store.move_worktree("/w/x", "/w/y", "wm-x", "wm-y"), 1U);
  EXPECT_EQ(store.load(inside.key)->workdir, "/w/y/src");
  EXPECT_EQ(store.load(inside.key)->window_name, "wm-y-2");
  EXPECT_EQ(store.load(outside.key)->workdir, "/w/x2");
}

TEST(MovedState, renames_the_target_and_its_duplicates_only) {
  AgentState state = state_of("%1");
  const auto window_after = [&](std::string name) {
    state.window_name = std::move(name);
    return *moved_state(state, "/w/x", "/w/y", "wm-x", "wm-y")->window_name;
  };
  EXPECT_EQ(window_after("wm-x"), "wm-y");
  EXPECT_EQ(window_after("wm-x-12"), "wm-y-12");
  EXPECT_EQ(window_after("wm-x-"), "wm-x-");
  EXPECT_EQ(window_after("wm-x-2a"), "wm-x-2a");
  EXPECT_EQ(window_after("wm-xy"), "wm-xy");
  EXPECT_EQ(moved_state(state, "/w/x", "/w/y", "a", "b")->workdir, "/w/y");
}

TEST(StateStore, AGT_W24_sweeps_states_of_servers_that_are_gone) {
  const TemporaryDirectory directory;
  const StateStore store(directory / "state");
  ASSERT_OK(os::write_atomically(directory / "socket", ""));
  ASSERT_OK(store.save(state_of("%1", (directory / "gone").string())));
  ASSERT_OK(store.save(state_of("%2", (directory / "socket").string())));
  ASSERT_OK(store.save(state_of("%3", "default")));
  AgentState young = state_of("%4", (directory / "gone").string());
  const std::int64_t now = 100 + 31 * 86400;
  young.updated_ts = now - 5;
  ASSERT_OK(store.save(young));
  EXPECT_EQ(store.sweep(now), 1U);
  EXPECT_EQ(store.load_all().agents.size(), 3U);
}

}  // namespace
}  // namespace agent
