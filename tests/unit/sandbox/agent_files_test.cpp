#include "sandbox/agent_files.h"

#include <algorithm>

#include "base/json.h"
#include "sandbox/claude_state.h"
#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::text_of;
using test::World;

class AgentFilesTest : public testing::Test {
 protected:
  AgentFilesTest() {
    snapshot.agent = "claude";
    snapshot.project_id = "app-1";
    snapshot.handle = "fix";
    snapshot.worktree = world.directory("w/fix");
    copies = world.paths.state / "agent-dirs" / "claude" / "app-1";
  }
  AgentFiles prepare() {
    auto files = prepare_agent_files(snapshot, world.paths, {});
    EXPECT_TRUE(files) << (files ? "" : base::describe(files.error()));
    return files ? *std::move(files) : AgentFiles{};
  }
  const Mount* mount_at(const AgentFiles& files, const std::filesystem::path& target) {
    const auto found = std::ranges::find(files.mounts, target, &Mount::target);
    return found == files.mounts.end() ? nullptr : &*found;
  }
  void guest_writes(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((copies / name).parent_path());
    std::ofstream(copies / name) << text;
  }

  World world;
  Snapshot snapshot;
  std::filesystem::path copies;
};

TEST_F(AgentFilesTest, SBX_E9_settings_are_a_private_copy_and_credentials_are_shared) {
  world.file("home/.claude/settings.json", "host");
  world.file("home/.claude/commands/a.md", "cmd");
  world.file("home/.claude/history.jsonl", "other projects");
  world.file("home/.claude/.credentials.json", "{}");
  const auto files = prepare();
  EXPECT_EQ(text_of(copies / "settings.json"), "host");
  EXPECT_EQ(text_of(copies / "commands/a.md"), "cmd");
  EXPECT_FALSE(os::status_of(copies / "history.jsonl"));
  const auto home = world.paths.home / ".claude";
  ASSERT_NE(mount_at(files, home), nullptr);
  EXPECT_EQ(mount_at(files, home)->source, copies);
  ASSERT_NE(mount_at(files, home / ".credentials.json"), nullptr);
  EXPECT_EQ(mount_at(files, home / ".credentials.json")->source, home / ".credentials.json");
  EXPECT_TRUE(mount_at(files, home / ".credentials.json")->writable);
  for (const auto& mount : files.mounts) EXPECT_NE(mount.source, home);
}

TEST_F(AgentFilesTest, SBX_E9_what_the_guest_changed_stays_and_the_host_never_changes) {
  world.file("home/.claude/settings.json", "host");
  world.file("home/.claude/CLAUDE.md", "one");
  prepare();
  guest_writes("settings.json", "guest");
  world.file("home/.claude/settings.json", "host, newer");
  world.file("home/.claude/CLAUDE.md", "two");
  const auto files = prepare();
  EXPECT_EQ(text_of(copies / "settings.json"), "guest");
  EXPECT_EQ(text_of(copies / "CLAUDE.md"), "two");
  EXPECT_EQ(text_of(world.paths.home / ".claude/settings.json"), "host, newer");
  const auto lines = finish_agent_files(files);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find("settings.json"), std::string::npos);
  EXPECT_EQ(lines[0].find("CLAUDE.md"), std::string::npos);
}

TEST_F(AgentFilesTest, a_file_that_the_host_removed_goes_unless_the_guest_changed_it) {
  const auto a = world.file("home/.claude/commands/a.md", "a");
  const auto b = world.file("home/.claude/commands/b.md", "b");
  prepare();
  guest_writes("commands/b.md", "mine");
  std::filesystem::remove(a);
  std::filesystem::remove(b);
  prepare();
  EXPECT_FALSE(os::status_of(copies / "commands/a.md"));
  EXPECT_EQ(text_of(copies / "commands/b.md"), "mine");
}

TEST_F(AgentFilesTest, SBX_E10_links_that_the_guest_planted_are_not_followed) {
  world.file("home/.claude/settings.json", "host");
  const auto victim = world.file("home/.bashrc", "safe");
  prepare();
  std::filesystem::remove(copies / "settings.json");
  std::filesystem::create_symlink(victim, copies / "settings.json");
  std::filesystem::create_symlink(world.paths.home, copies / "commands");
  std::filesystem::remove_all(copies / "projects");
  std::filesystem::create_symlink(world.paths.home, copies / "projects");
  world.file("home/.claude/settings.json", "host, newer");
  world.file("home/.claude/commands/x.md", "x");
  world.file("home/.claude/.credentials.json", "{}");
  std::filesystem::remove(copies / ".credentials.json");
  std::filesystem::create_symlink(victim, copies / ".credentials.json");
  prepare();
  EXPECT_EQ(text_of(victim), "safe");
  EXPECT_FALSE(os::status_of(world.paths.home / "x.md"));
  EXPECT_EQ(os::status_of(copies / "projects")->type, os::FileType::directory);
  EXPECT_EQ(os::status_of(copies / ".credentials.json")->type, os::FileType::regular);
}

TEST_F(AgentFilesTest, SBX_E9_a_link_to_secrets_in_the_hosts_settings_is_not_copied) {
  world.file("home/.ssh/id", "secret");
  world.directory("home/.claude");
  std::filesystem::create_symlink(world.paths.home / ".ssh", world.paths.home / ".claude" / "skills");
  std::filesystem::create_symlink(world.file("dotfiles/s.json", "fine"),
                                  world.paths.home / ".claude" / "settings.json");
  prepare();
  EXPECT_FALSE(os::status_of(copies / "skills/id"));
  EXPECT_EQ(text_of(copies / "settings.json"), "fine");
}

TEST_F(AgentFilesTest, SBX_6_6_a_login_made_inside_is_taken_over) {
  const auto files = prepare();
  guest_writes(".credentials.json", R"({"token":"t"})");
  finish_agent_files(files);
  EXPECT_EQ(text_of(world.paths.home / ".claude/.credentials.json"), R"({"token":"t"})");
  guest_writes(".credentials.json", R"({"token":"evil"})");
  finish_agent_files(files);
  EXPECT_EQ(text_of(world.paths.home / ".claude/.credentials.json"), R"({"token":"t"})");
}

TEST_F(AgentFilesTest, SBX_E9_readonly_binds_settings_read_only) {
  snapshot.config.sandbox.agent_dir = config::AgentDirAccess::readonly;
  world.file("home/.claude/settings.json", "host");
  const auto files = prepare();
  const auto* mount = mount_at(files, world.paths.home / ".claude/settings.json");
  ASSERT_NE(mount, nullptr);
  EXPECT_FALSE(mount->writable);
  EXPECT_NE(mount_at(files, world.paths.home / ".claude.json")->source, world.paths.home / ".claude-sandbox.json");
}

TEST_F(AgentFilesTest, SBX_E9_separate_shares_nothing_and_shared_everything_with_a_warning) {
  world.file("home/.claude/.credentials.json", "{}");
  snapshot.config.sandbox.agent_dir = config::AgentDirAccess::separate;
  for (const auto& mount : prepare().mounts)
    EXPECT_TRUE(os::is_within(mount.source, world.paths.state)) << mount.source;
  snapshot.config.sandbox.agent_dir = config::AgentDirAccess::shared;
  const auto files = prepare();
  EXPECT_EQ(mount_at(files, world.paths.home / ".claude")->source, world.paths.home / ".claude");
  EXPECT_EQ(files.warnings.size(), 1U);
}

TEST_F(AgentFilesTest, SBX_W1_agents_without_a_table_entry_do_not_crash) {
  snapshot.agent = "copilot";
  EXPECT_TRUE(prepare().mounts.empty());
  snapshot.config.sandbox.agent_config_dir = "~/agents/{agent}";
  const auto files = prepare();
  ASSERT_EQ(files.mounts.size(), 1U);
  EXPECT_EQ(files.mounts[0].source, world.paths.home / "agents/copilot");
  EXPECT_EQ(files.mounts[0].target, world.paths.home / ".copilot");
}

TEST_F(AgentFilesTest, SBX_E9_claudes_servers_and_other_projects_are_reset) {
  const auto state = world.paths.home / ".claude-sandbox.json";
  prepare();
  EXPECT_EQ(text_of(state), claude_state_seed());
  std::ofstream(state)
      << R"({"login":"l","projects":{"/other":{"trusted":true}},"mcpServers":{"evil":{"command":"x"}}})";
  const auto inode = os::status_of(state)->inode;
  prepare();
  const auto json = base::parse_json(text_of(state));
  ASSERT_TRUE(json);
  EXPECT_EQ(base::string_member(*json, "login"), "l");
  EXPECT_TRUE((*json)["mcpServers"].empty());
  EXPECT_FALSE((*json)["projects"].contains("/other"));
  EXPECT_EQ(os::status_of(state)->inode, inode);
}

TEST_F(AgentFilesTest, SBX_E9_the_own_projects_entry_survives) {
  const auto state = world.paths.home / ".claude-sandbox.json";
  auto files = prepare();
  std::ofstream(state) << R"({"projects":{")" << snapshot.worktree.string() << R"(":{"n":1},"/other":{}}})";
  finish_agent_files(files);
  prepare();
  const auto json = base::parse_json(text_of(state));
  ASSERT_TRUE(json);
  EXPECT_TRUE((*json)["projects"].contains(snapshot.worktree.string()));
  EXPECT_FALSE((*json)["projects"].contains("/other"));
}

}  // namespace
}  // namespace sandbox
