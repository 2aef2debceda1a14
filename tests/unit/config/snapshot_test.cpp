#include "config/snapshot.h"

#include <gmock/gmock.h>

#include "config/schema.h"
#include "support.h"

namespace config::testing {
namespace {

using ::testing::HasSubstr;

using Snapshot = ConfigFiles;

Config unusual() {
  Config config;
  config.main_branch = "true";
  config.panes = {Pane{.command = "<agent>", .focus = true, .split = {}, .size = {}, .percentage = {}, .target = {}}};
  config.windows = {Window{.name = "1", .panes = {}}, Window{.name = {}, .panes = std::vector<Pane>{}}};
  config.layouts["a.b"] = {
      .panes = {Pane{}, Pane{.command = {}, .split = Split::vertical, .size = 3, .percentage = {}, .target = 0}}};
  config.agents["x"] = {"cmd", "codex"};
  config.pre_remove = std::vector<std::string>{};
  config.status_format = StatusFormat::session;
  config.nerdfont = false;
  config.theme.custom.emplace()["accent"] = "#fff000";
  config.dashboard.actions = {{"k", "l", "send", {}}};
  config.dashboard.keys["a"]["b"] = "c";
  config.sidebar.width = SidebarSize{15, true};
  config.sidebar.height = SidebarSize{3, false};
  config.sidebar.agent_icons["claude"] = std::nullopt;
  config.sidebar.agent_icons["codex"] = AgentIcon{"X", ""};
  config.sandbox = strict_sandbox_defaults();
  config.sandbox.network = {NetworkPolicy::deny, {{"a.b", true}, {"@claude", false}}};
  config.sandbox.extra_mounts = {{"~/x", "/y", true}};
  config.sandbox.container.devices = {{"/dev/a", {}, "r"}};
  config.sandbox.env["A"] = "1";
  config.sandbox.host_exec.timeout = 4'000'000'000;
  config.derived = {true, true, true};
  return config;
}

TEST_F(Snapshot, SBX_E5_RoundTripKeepsEveryValue) {
  for (const Config& config : {Config{}, unusual()}) {
    const auto back = from_json(to_json(config));
    ASSERT_TRUE(back) << base::describe(back.error());
    EXPECT_EQ(*back, config);
    EXPECT_EQ(base::dump_json(to_json(*back)), base::dump_json(to_json(config)));
    EXPECT_EQ(snapshot_id(*back), snapshot_id(config));
  }
  EXPECT_NE(snapshot_id(Config{}), snapshot_id(unusual()));
}

TEST_F(Snapshot, HoldsEveryKeyOfTheSchema) {
  const base::Json json = to_json(Config{});
  EXPECT_EQ(json["values"].size(), keys().size());
}

TEST_F(Snapshot, FilesAreCheckedAgainstTheirId) {
  const auto directory = root / "state/configs";
  const std::string id = write_snapshot(directory, unusual()).value();
  EXPECT_EQ(write_snapshot(directory, unusual()).value(), id);
  EXPECT_EQ(read_snapshot(directory, id).value(), unusual());
  EXPECT_EQ(os::status_of(directory / (id + ".json"))->mode & 0777, 0600U);
  std::string text = read(fs::path("state/configs") / (id + ".json"));
  text.replace(text.find("codex"), 5, "other");
  write(fs::path("state/configs") / (id + ".json"), text);
  EXPECT_THAT(base::describe(read_snapshot(directory, id).error()), HasSubstr("was changed after it was made"));
  EXPECT_FALSE(read_snapshot(directory, "../" + id));
  EXPECT_FALSE(read_snapshot(directory, std::string(64, 'a')));
}

TEST_F(Snapshot, RefusesWhatItDoesNotKnow) {
  base::Json json = to_json(Config{});
  json["values"]["new_key"] = 1;
  EXPECT_FALSE(from_json(json));
  json = to_json(Config{});
  json["values"]["mode"] = "foo";
  EXPECT_FALSE(from_json(json));
  json = to_json(Config{});
  json["version"] = 2;
  EXPECT_FALSE(from_json(json));
  EXPECT_FALSE(from_json(base::Json::array()));
  EXPECT_FALSE(from_json({{"version", 1}}));
  json = to_json(Config{});
  json["values"].erase("mode");
  EXPECT_TRUE(from_json(json));
}

}  // namespace
}  // namespace config::testing
