#include "agent/profile.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace agent {
namespace {

TEST(Profile, has_a_row_for_each_agent_of_the_contract) {
  for (const char* name : {"claude", "codex", "gemini", "opencode", "pi", "omp", "kiro-cli", "vibe", "copilot", "aider",
                           "cursor-agent", "amp", "goose", "qwen"}) {
    ASSERT_NE(find_profile(name), nullptr) << name;
  }
  EXPECT_EQ(find_profile("bash"), nullptr);
  EXPECT_EQ(find_profile(""), nullptr);
}

TEST(Profile, names_are_unique_and_every_row_can_be_shown) {
  std::set<std::string_view> names;
  for (const Profile& profile : profiles()) {
    EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
    EXPECT_FALSE(profile.label.empty());
    EXPECT_FALSE(profile.icon.empty());
    EXPECT_FALSE(profile.colour.empty());
  }
}

TEST(Profile, is_found_by_the_stem_of_the_executable) {
  EXPECT_EQ(profile_of("claude --model x").name, "claude");
  EXPECT_EQ(profile_of("/usr/local/bin/claude.exe").name, "claude");
  EXPECT_EQ(profile_of("env CLAUDE_CONFIG_DIR=/x claude").name, "claude");
  EXPECT_EQ(profile_of("A=1 B=2 codex").name, "codex");
  EXPECT_EQ(profile_of("env -u X -S y gemini -m z").name, "gemini");
  EXPECT_EQ(profile_of("'/opt/my tools/pi' -x").name, "pi");
  EXPECT_TRUE(profile_of("vim claude").is_default());
  EXPECT_TRUE(profile_of("").is_default());
  EXPECT_TRUE(profile_of("env -u claude").is_default());
}

TEST(Profile, AGT_A32_type_counts_only_where_the_stem_is_unknown) {
  EXPECT_EQ(profile_of("/opt/pick", "claude").name, "claude");
  EXPECT_EQ(profile_of("codex", "claude").name, "codex");
  EXPECT_TRUE(profile_of("/opt/pick", "nonsense").is_default());
}

TEST(Profile, known_agents_are_told_by_their_executable) {
  EXPECT_TRUE(is_known_agent("kiro-cli chat"));
  EXPECT_FALSE(is_known_agent("echo claude"));
}

}  // namespace
}  // namespace agent
