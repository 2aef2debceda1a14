#include "config/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "config/merge.h"
#include "config/panes.h"
#include "config/validate.h"
#include "config/yaml.h"

namespace config {
namespace {

using ::testing::HasSubstr;

// Takes the comment signs away as the head of the reference text says.
std::string uncommented(std::string_view reference) {
  std::string text;
  for (const std::string& line : base::lines(reference)) {
    const bool prose = line == "#" || (line.starts_with("# ") && !line.starts_with("#  "));
    if (!prose) text += line.substr(1) + "\n";
  }
  return text;
}

TEST(Schema, PathsAreUniqueAndNoKeyIsAGroup) {
  std::set<std::string_view> paths;
  for (const Key& key : keys()) {
    EXPECT_TRUE(paths.insert(key.path).second) << key.path;
    EXPECT_FALSE(is_group(key.path)) << key.path;
    EXPECT_FALSE(key.text.summary.empty()) << key.path;
    EXPECT_FALSE(key.text.sample.empty()) << key.path;
    EXPECT_FALSE(default_words(key).empty()) << key.path;
  }
  EXPECT_GT(paths.size(), 110U);
}

TEST(Schema, NamesWithDotsReachNoOtherGroup) {
  EXPECT_EQ(path_below("sandbox", "rpc.spawn"), "");
  EXPECT_EQ(path_below("", "sandbox.env"), "");
  EXPECT_EQ(path_below("sandbox", "env"), "sandbox.env");
}

TEST(Schema, EverySampleIsValidForItsKey) {
  for (const Key& key : keys()) {
    const auto node = parse_yaml(key.text.sample, std::string(key.path));
    ASSERT_TRUE(node) << key.path;
    Config config;
    Reading reading;
    key.access.read(*node, config, reading);
    EXPECT_TRUE(reading.problems.empty()) << key.path << ": " << reading.problems[0].reason;
    EXPECT_FALSE(key.access.write(config).is_null()) << key.path;
  }
}

TEST(Schema, CLI_A31_ReferenceIsCommentsOnlyAndMentionsEveryKey) {
  const std::string text = reference_text();
  for (const std::string& line : base::lines(text)) EXPECT_TRUE(line.starts_with('#')) << line;
  EXPECT_EQ(parse_yaml(text, "reference")->kind, Node::Kind::null);
  const auto tree = parse_yaml(uncommented(text), "reference");
  ASSERT_TRUE(tree) << tree.error().message << "\n" << uncommented(text);
  for (const Key& key : keys()) EXPECT_NE(find_path(*tree, key.path), nullptr) << key.path;
}

TEST(Schema, UncommentedReferenceIsAValidConfiguration) {
  const Node tree = parse_yaml(uncommented(reference_text()), "reference").value();
  Config config;
  Reading reading;
  read_tree(tree, config, reading);
  EXPECT_TRUE(reading.problems.empty()) << reading.problems[0].key_path << reading.problems[0].reason;
  EXPECT_TRUE(validate_sandbox(config.sandbox));
  EXPECT_TRUE(validate_panes(*config.panes));
  EXPECT_TRUE(validate_windows(*config.windows));
  EXPECT_TRUE(validate_panes(config.layouts.at("duo").panes));
}

TEST(Schema, JsonSchemaHoldsEveryKey) {
  const base::Json schema = base::parse_json(json_schema()).value();
  for (const Key& key : keys()) {
    const base::Json* at = &schema;
    for (const std::string& part : base::split(key.path, '.')) {
      if (at->contains("anyOf")) at = &(*at)["anyOf"][1];
      ASSERT_TRUE((*at)["properties"].contains(part)) << key.path;
      at = &(*at)["properties"][part];
    }
  }
  EXPECT_EQ(schema["properties"]["mode"]["enum"], base::Json::array({"window", "session"}));
  EXPECT_EQ(schema["properties"]["mode"]["default"], "window");
}

TEST(Schema, DocumentationHasARowForEveryKey) {
  const std::string page = documentation_markdown();
  for (const Key& key : keys()) EXPECT_THAT(page, HasSubstr("| `" + std::string(key.path) + "` |"));
}

TEST(Schema, ScopesOfTheSpecification) {
  const auto scope = [](std::string_view path) { return find_key(path)->scope; };
  for (const char* path : {"agents",
                           "auto_name.command",
                           "sandbox.env",
                           "sandbox.env_passthrough",
                           "sandbox.rpc_host",
                           "sandbox.host_commands",
                           "sandbox.extra_mounts",
                           "sandbox.agent_config_dir",
                           "sandbox.dangerously_allow_unsandboxed_host_exec",
                           "sandbox.network.policy",
                           "sandbox.network.allowed_domains",
                           "sandbox.container.devices",
                           "sandbox.container.group_add",
                           "sandbox.container.excluded_files",
                           "sandbox.strict",
                           "sandbox.git",
                           "sandbox.rpc.spawn",
                           "sandbox.plain_panes",
                           "notify.command",
                           "project_trust",
                           "backend",
                           "dashboard.actions"}) {
    EXPECT_EQ(scope(path), Scope::global) << path;
  }
  for (const char* path :
       {"sandbox.enabled", "sandbox.backend", "sandbox.target", "sandbox.image", "worktree_dir",
        "sandbox.container.runtime", "sandbox.lima.isolation", "sandbox.lima.projects_dir", "sandbox.lima.provision"}) {
    EXPECT_EQ(scope(path), Scope::loosening) << path;
  }
}

}  // namespace
}  // namespace config
