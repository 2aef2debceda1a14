#include "agent/hooks/hooks.h"

#include <gtest/gtest.h>

#include <fstream>

#include "agent/hooks/target_file.h"
#include "base/json.h"
#include "os/support.h"

namespace agent::hooks {
namespace {

using os::test::TemporaryDirectory;

class Hooks : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const std::filesystem::path home_ = directory_ / "home";
  const std::filesystem::path repository_ = directory_ / "repo";
  Places places_{.home = home_, .environment = {}, .repository = repository_};

  void SetUp() override {
    ASSERT_OK(os::make_directories(home_));
    ASSERT_OK(os::make_directories(repository_ / ".git/info"));
    ASSERT_OK(os::write_atomically(repository_ / ".git/info/exclude", "", 0644));
    places_.common_directory = repository_ / ".git";
  }
  void make_agent_directories() {
    for (const Agent agent : all_agents()) ASSERT_OK(os::make_directories(directory_of(agent, places_)));
  }
  std::string text_of(const std::filesystem::path& file) { return os::read_file(file).value_or("(missing)"); }
};

TEST_F(Hooks, finds_the_agents_that_are_there_in_order) {
  EXPECT_TRUE(detect(places_).empty());
  make_agent_directories();
  const auto found = detect(places_);
  ASSERT_EQ(found.size(), 7U);
  std::vector<std::string> names;
  for (const Detected& each : found) names.emplace_back(name_of(each.agent));
  EXPECT_EQ(names, (std::vector<std::string>{"claude", "codex", "copilot", "gemini", "pi", "omp", "opencode"}));
  EXPECT_EQ(found[0].reason, "found Claude config directory");
  EXPECT_EQ(found[1].reason, "found ~/.codex/");
  EXPECT_EQ(found[6].reason, "found ~/.config/opencode/");
  places_.repository.reset();
  EXPECT_EQ(detect(places_).size(), 6U);
}

TEST_F(Hooks, environment_variables_move_directories) {
  places_.environment.set("CLAUDE_CONFIG_DIR", "/c");
  places_.environment.set("CODEX_HOME", "/x");
  places_.environment.set("PI_CONFIG_DIR", ".other");
  places_.environment.set("XDG_CONFIG_HOME", "relative");
  EXPECT_EQ(directory_of(Agent::claude, places_), "/c");
  EXPECT_EQ(directory_of(Agent::codex, places_), "/x");
  EXPECT_EQ(directory_of(Agent::omp, places_), home_ / ".other/agent");
  EXPECT_EQ(directory_of(Agent::opencode, places_), home_ / ".config/opencode");
  places_.environment.set("CODEX_CONFIG_DIR", "/y");
  places_.environment.set("PI_CODING_AGENT_DIR", "/p");
  EXPECT_EQ(directory_of(Agent::codex, places_), "/y");
  EXPECT_EQ(directory_of(Agent::pi, places_), "/p");
  EXPECT_EQ(directory_of(Agent::omp, places_), "/p");
}

TEST_F(Hooks, AGT_W13_one_directory_for_pi_does_not_make_it_oh_my_pi) {
  ASSERT_OK(os::make_directories(directory_ / "shared"));
  places_.environment.set("PI_CODING_AGENT_DIR", (directory_ / "shared").string());
  const auto found = detect(places_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].agent, Agent::pi);
  EXPECT_EQ(found[0].reason, "found $PI_CODING_AGENT_DIR");
}

TEST_F(Hooks, AGT_A28_every_agent_is_installed_once_and_stays_the_same) {
  make_agent_directories();
  for (const Agent agent : all_agents()) {
    EXPECT_EQ(*is_configured(agent, places_), Configured::no) << name_of(agent);
    ASSERT_OK(install(agent, places_));
    EXPECT_EQ(*is_configured(agent, places_), Configured::yes) << name_of(agent);
  }
  const std::string before = text_of(home_ / ".claude/settings.json");
  for (const Agent agent : all_agents()) ASSERT_OK(install(agent, places_));
  EXPECT_EQ(text_of(home_ / ".claude/settings.json"), before);
}

TEST_F(Hooks, says_what_was_done) {
  EXPECT_EQ(*install(Agent::claude, places_), "Installed hooks to " + (home_ / ".claude/settings.json").string());
  EXPECT_EQ(*install(Agent::codex, places_),
            "Installed hooks to " + (home_ / ".codex/hooks.json").string() + ", enabled hooks in ~/.codex/config.toml");
  EXPECT_EQ(*install(Agent::codex, places_), "Installed hooks to " + (home_ / ".codex/hooks.json").string());
  EXPECT_EQ(*install(Agent::pi, places_), "Installed extension to " +
                                              (home_ / ".pi/agent/extensions/workmux-status.ts").string() +
                                              ". Restart pi for it to take effect.");
}

TEST_F(Hooks, AGT_W11_keep_content_mode_link_and_a_backup) {
  const auto real = directory_ / "dotfiles.json";
  const std::string old = R"({"z":1,"hooks":{"Stop":[{"hooks":[{"type":"command","command":"beep"}]}]},"a":2})";
  ASSERT_OK(os::write_atomically(real, old, 0640));
  ASSERT_OK(os::make_directories(home_ / ".claude"));
  ASSERT_OK(os::make_symlink(real.string(), home_ / ".claude/settings.json"));
  ASSERT_OK(install(Agent::claude, places_));
  EXPECT_EQ(os::status_of(home_ / ".claude/settings.json")->type, os::FileType::symlink);
  EXPECT_EQ(os::status_of(real)->mode, 0640U);
  EXPECT_EQ(text_of(real.string() + ".workmux-backup"), old);
  const auto json = base::parse_json(text_of(real));
  ASSERT_OK(json);
  EXPECT_EQ(json->begin().key(), "z");
  EXPECT_EQ((*json)["hooks"]["Stop"].size(), 2U);
  EXPECT_TRUE(text_of(real).ends_with("}\n"));
}

TEST_F(Hooks, AGT_W11_comments_and_layout_come_back_after_uninstalling) {
  const std::string old =
      "{\n    // mine\n    \"model\": \"x\", /* best */\n    \"hooks\": {\n        \"Stop\": [\n            "
      "{ \"hooks\": [{ \"type\": \"command\", \"command\": \"beep\" }] } // loud\n        ]\n    }\n}\n";
  ASSERT_OK(os::make_directories(home_ / ".gemini"));
  ASSERT_OK(os::write_atomically(home_ / ".gemini/settings.json", old));
  ASSERT_OK(install(Agent::gemini, places_));
  const std::string installed = text_of(home_ / ".gemini/settings.json");
  EXPECT_EQ(*is_configured(Agent::gemini, places_), Configured::yes);
  for (const char* part : {"    // mine\n", "/* best */", "// loud", "{ \"hooks\": [{ \"type\""})
    EXPECT_TRUE(installed.contains(part)) << part << installed;
  ASSERT_OK(uninstall(Agent::gemini, places_, DryRun::no));
  EXPECT_EQ(text_of(home_ / ".gemini/settings.json"), old);
}

TEST_F(Hooks, AGT_W11_a_change_of_another_program_is_not_lost) {
  const auto file = home_ / "settings.json";
  ASSERT_OK(os::write_atomically(file, "{\"a\": 1}\n"));
  const auto old = read_json_target(file);
  ASSERT_OK(old);
  ASSERT_OK(os::write_atomically(file, "{\"a\": 2}\n"));
  EXPECT_FALSE(write_json_target(file, *old, base::Json{{"b", 1}}, Backup::yes));
  EXPECT_EQ(text_of(file), "{\"a\": 2}\n");
}

TEST_F(Hooks, AGT_A29_a_plugin_counts_even_when_it_is_off) {
  ASSERT_OK(os::make_directories(home_ / ".claude"));
  ASSERT_OK(
      os::write_atomically(home_ / ".claude/settings.json", R"({"enabledPlugins":{"workmux-status@workmux":false}})"));
  EXPECT_EQ(*is_configured(Agent::claude, places_), Configured::yes);
}

TEST_F(Hooks, AGT_W15_hooks_of_another_version_are_outdated) {
  ASSERT_OK(os::make_directories(home_ / ".claude"));
  ASSERT_OK(os::write_atomically(
      home_ / ".claude/settings.json",
      R"({"hooks":{"Stop":[{"hooks":[{"type":"command","command":"workmux set-window-status done"}]}]}})"));
  EXPECT_EQ(*is_configured(Agent::claude, places_), Configured::outdated);
  ASSERT_OK(os::make_directories(home_ / ".pi/agent/extensions"));
  ASSERT_OK(os::write_atomically(home_ / ".pi/agent/extensions/workmux-status.ts", "// workmux set-window-status"));
  EXPECT_EQ(*is_configured(Agent::pi, places_), Configured::outdated);
  ASSERT_OK(install(Agent::pi, places_));
  EXPECT_EQ(*is_configured(Agent::pi, places_), Configured::yes);
}

TEST_F(Hooks, broken_files_are_reported_and_left_alone) {
  ASSERT_OK(os::make_directories(home_ / ".claude"));
  for (const char* text : {"{\n// comment\n", "[]", R"({"hooks":5})", R"({"hooks":{"Stop":5}})"}) {
    ASSERT_OK(os::write_atomically(home_ / ".claude/settings.json", text));
    EXPECT_FALSE(install(Agent::claude, places_)) << text;
    EXPECT_EQ(text_of(home_ / ".claude/settings.json"), text);
  }
  ASSERT_OK(install(Agent::codex, places_));
}

TEST_F(Hooks, codex_files_stay_as_they_were_when_the_switch_cannot_be_set) {
  ASSERT_OK(os::make_directories(home_ / ".codex"));
  ASSERT_OK(os::write_atomically(home_ / ".codex/config.toml", "features = { a = 1 }\n"));
  EXPECT_FALSE(install(Agent::codex, places_));
  EXPECT_FALSE(os::status_of(home_ / ".codex/hooks.json"));
}

TEST_F(Hooks, AGT_W12_the_package_file_of_opencode_is_merged) {
  const auto package = home_ / ".config/opencode/package.json";
  ASSERT_OK(os::make_directories(package.parent_path()));
  ASSERT_OK(os::write_atomically(package, R"({"name":"mine","dependencies":{"left":"1"}})"));
  ASSERT_OK(install(Agent::opencode, places_));
  const auto json = base::parse_json(text_of(package));
  ASSERT_OK(json);
  EXPECT_EQ((*json)["name"], "mine");
  EXPECT_EQ((*json)["dependencies"]["left"], "1");
  EXPECT_EQ((*json)["dependencies"]["@opencode-ai/plugin"], "1.4.3");
  ASSERT_OK(uninstall(Agent::opencode, places_, DryRun::no));
  EXPECT_TRUE(os::status_of(package));
}

TEST_F(Hooks, a_legacy_opencode_plugin_counts_and_is_replaced) {
  const auto legacy = home_ / ".config/opencode/plugin/workmux-status.ts";
  ASSERT_OK(os::make_directories(legacy.parent_path()));
  ASSERT_OK(os::write_atomically(legacy, "x"));
  EXPECT_EQ(*is_configured(Agent::opencode, places_), Configured::outdated);
  ASSERT_OK(install(Agent::opencode, places_));
  EXPECT_FALSE(os::status_of(legacy));
  EXPECT_EQ(*is_configured(Agent::opencode, places_), Configured::yes);
}

TEST_F(Hooks, AGT_W14_copilot_hooks_do_not_show_in_git_status) {
  ASSERT_OK(install(Agent::copilot, places_));
  ASSERT_OK(install(Agent::copilot, places_));
  EXPECT_EQ(text_of(repository_ / ".git/info/exclude"), "/.github/hooks/workmux-status/\n");
  ASSERT_OK(uninstall(Agent::copilot, places_, DryRun::no));
  EXPECT_EQ(text_of(repository_ / ".git/info/exclude"), "");
}

TEST_F(Hooks, SBX_E10_copilot_hooks_follow_no_link_of_the_repository) {
  ASSERT_OK(os::make_directories(directory_ / "elsewhere"));
  ASSERT_OK(os::make_symlink((directory_ / "elsewhere").string(), repository_ / ".github"));
  EXPECT_FALSE(install(Agent::copilot, places_));
  EXPECT_TRUE(os::list_directory(directory_ / "elsewhere").empty());
}

TEST_F(Hooks, AGT_A31_uninstalling_leaves_nothing_of_ours_and_all_of_the_user) {
  make_agent_directories();
  const std::string old = R"({"hooks":{"Stop":[{"hooks":[{"type":"command","command":"beep"}]}]}})";
  ASSERT_OK(os::write_atomically(home_ / ".claude/settings.json", old));
  for (const Agent agent : all_agents()) ASSERT_OK(install(agent, places_));
  for (const Agent agent : all_agents()) {
    const auto would = uninstall(agent, places_, DryRun::yes);
    ASSERT_OK(would);
    EXPECT_FALSE(would->empty()) << name_of(agent);
    for (const std::string& line : *would) EXPECT_TRUE(line.starts_with("Would remove ")) << line;
    EXPECT_NE(*is_configured(agent, places_), Configured::no);
  }
  for (const Agent agent : all_agents()) ASSERT_OK(uninstall(agent, places_, DryRun::no));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_FALSE(text_of(entry.path()).contains("set-window-status")) << entry.path();
  }
  EXPECT_EQ(*base::parse_json(text_of(home_ / ".claude/settings.json")), *base::parse_json(old));
  EXPECT_FALSE(os::status_of(home_ / ".codex/hooks.json"));
  EXPECT_FALSE(os::status_of(home_ / ".pi/agent/extensions"));
  EXPECT_FALSE(os::status_of(home_ / ".config/opencode/package.json"));
  EXPECT_FALSE(os::status_of(repository_ / ".github/hooks"));
  for (const Agent agent : all_agents()) {
    const auto again = uninstall(agent, places_, DryRun::no);
    ASSERT_OK(again);
    EXPECT_TRUE(again->empty()) << name_of(agent);
  }
}

}  // namespace
}  // namespace agent::hooks
