#include "agent/state.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

PaneKey key() {
  return {.backend = "tmux", .instance = "/tmp/tmux-1000/default", .pane_id = "%12"};
}

AgentState full() {
  return {.key = key(),
          .workdir = "/w/x",
          .status = Status::working,
          .status_ts = 100,
          .pane_title = "Title \u2733",
          .pane_pid = 42,
          .command = "claude",
          .updated_ts = 101,
          .window_name = "wm-x",
          .session_name = std::nullopt,
          .boot_id = "77",
          .agent_kind = "claude"};
}

TEST(StateFileName, is_that_of_the_contract) {
  EXPECT_EQ(state_file_name(key()), "tmux__%2Ftmp%2Ftmux-1000%2Fdefault__%2512.json");
  EXPECT_EQ(encode_name_part("a\\b:c%d\n\x7f\u00e9 __"), "a%5Cb%3Ac%25d%0A%7F%C3%A9 __");
}

TEST(StateFileName, cannot_leave_its_directory) {
  const std::string name = state_file_name({.backend = "..", .instance = "../../x", .pane_id = "/etc"});
  EXPECT_EQ(name.find('/'), std::string::npos);
}

TEST(State, text_has_the_fields_of_the_contract_in_order) {
  const std::string text = to_text(full());
  EXPECT_EQ(text.find("{\n  \"pane_key\": {"), 0U);
  EXPECT_FALSE(text.ends_with('\n'));
  const auto json = base::parse_json(text);
  ASSERT_OK(json);
  EXPECT_EQ((*json)["pane_key"]["instance"], "/tmp/tmux-1000/default");
  EXPECT_EQ((*json)["status"], "working");
  EXPECT_TRUE((*json)["session_name"].is_null());
  EXPECT_EQ((*json)["agent_kind"], "claude");
  EXPECT_FALSE(json->contains("agent_pid"));
}

TEST(State, comes_back_as_it_was) {
  AgentState state = full();
  state.agent_pid = 7;
  state.agent_start = 8;
  state.event_ms = 9;
  state.gone_ts = 10;
  state.handle = "x";
  state.extra["other"] = {1, 2};
  const auto back = parse_state(to_text(state));
  ASSERT_OK(back);
  EXPECT_EQ(to_text(*back), to_text(state));
  EXPECT_EQ(back->extra["other"].size(), 2U);
}

TEST(State, accepts_missing_optional_and_keeps_unknown_fields) {
  const auto state = parse_state(
      R"({"pane_key":{"backend":"tmux","instance":"i","pane_id":"%1"},"workdir":"/w","status":null,"status_ts":null,
          "pane_title":null,"pane_pid":1,"command":"zsh","updated_ts":5,"new_field":{"a":1}})");
  ASSERT_OK(state);
  EXPECT_FALSE(state->status);
  EXPECT_FALSE(state->boot_id);
  EXPECT_EQ(state->agent_kind, "");
  EXPECT_NE(to_text(*state).find("new_field"), std::string::npos);
}

TEST(State, AGT_A13_hostile_texts_are_refused) {
  const std::string start = R"({"pane_key":{"backend":"tmux","instance":"i","pane_id":"%1"},)";
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("{}"),
        std::string(R"({"pane_key":5})"), std::string(R"({"pane_key":{"backend":"tmux","instance":1,"pane_id":"%1"}})"),
        std::string(R"({"pane_key":{"backend":"","instance":"i","pane_id":"%1"}})"), start + R"("status":"busy"})",
        start + R"("status":5})", start + R"("pane_pid":"1"})", start + R"("updated_ts":1.5})",
        start + R"("updated_ts":99999999999999999999})", start + R"("workdir":")" + std::string(70000, 'x') + "\"}",
        std::string(5000, '[')}) {
    EXPECT_FALSE(parse_state(text)) << text.substr(0, 80);
  }
}

}  // namespace
}  // namespace agent
