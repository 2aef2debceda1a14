#include "agent/hooks/toml_feature.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent::hooks {
namespace {

std::string enabled(std::string_view text) {
  const auto result = enable_codex_hooks(text);
  EXPECT_TRUE(result.has_value());
  return result && *result ? **result : std::string("(unchanged)");
}

TEST(EnableCodexHooks, adds_the_table) {
  EXPECT_EQ(enabled(""), "[features]\nhooks = true\n");
  EXPECT_EQ(enabled("model = \"x\""), "model = \"x\"\n\n[features]\nhooks = true\n");
}

TEST(EnableCodexHooks, uses_the_table_that_is_there) {
  EXPECT_EQ(enabled("[features] # mine\napps = false\n[x]\ny = 1\n"),
            "[features] # mine\nhooks = true\napps = false\n[x]\ny = 1\n");
}

TEST(EnableCodexHooks, leaves_a_switch_that_is_on) {
  EXPECT_EQ(enabled("[features]\nhooks = true\n"), "(unchanged)");
  EXPECT_EQ(enabled("[features]\nhooks=true # on\n"), "(unchanged)");
  EXPECT_EQ(enabled("features.hooks = true\n"), "(unchanged)");
}

TEST(EnableCodexHooks, turns_one_that_is_off) {
  EXPECT_EQ(enabled("[features]\nhooks = false\nx = 1"), "[features]\nhooks = true\nx = 1");
  EXPECT_EQ(enabled("features.hooks = false\n"), "features.hooks = true\n");
  EXPECT_EQ(enabled("[features]\n  hooks=false  # mine\n"), "[features]\n  hooks= true # mine\n");
  EXPECT_EQ(enabled("[features]\r\nhooks = false\r\n"), "[features]\r\nhooks = true\r\n");
}

TEST(EnableCodexHooks, AGT_W11_is_not_misled_by_other_tables) {
  EXPECT_EQ(enabled("[other]\nhooks = true\n"), "[other]\nhooks = true\n\n[features]\nhooks = true\n");
  EXPECT_EQ(enabled("[other]\nhooks = { a = 1 }\n[features]\n"),
            "[other]\nhooks = { a = 1 }\n[features]\nhooks = true\n");
  EXPECT_EQ(enabled("hooks = false\n"), "hooks = false\n\n[features]\nhooks = true\n");
  EXPECT_EQ(enabled("[features.sub]\nhooks = true\n"), "[features.sub]\nhooks = true\n\n[features]\nhooks = true\n");
  EXPECT_EQ(enabled("[[features]]\nhooks = true\n").find("[[features]]\nhooks = true\n"), 0U);
}

TEST(EnableCodexHooks, AGT_W11_is_not_misled_by_texts) {
  const std::string text = "notes = \"\"\"\n[features]\nhooks = true\n\"\"\"\n";
  EXPECT_EQ(enabled(text), text + "\n[features]\nhooks = true\n");
  EXPECT_EQ(enabled("# [features]\n# hooks = true\n"), "# [features]\n# hooks = true\n\n[features]\nhooks = true\n");
}

TEST(EnableCodexHooks, keeps_dotted_keys_valid) {
  EXPECT_EQ(enabled("features.apps = false\n[x]\n"), "features.apps = false\nfeatures.hooks = true\n[x]\n");
}

TEST(EnableCodexHooks, refuses_an_inline_table) {
  EXPECT_FALSE(enable_codex_hooks("features = { apps = false }\n"));
}

}  // namespace
}  // namespace agent::hooks
