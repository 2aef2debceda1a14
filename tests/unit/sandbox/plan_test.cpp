#include "sandbox/plan.h"

#include <algorithm>

#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

class Plan : public testing::Test {
 protected:
  Plan() {
    snapshot.worktree = world.directory("w/app__worktrees/fix");
    snapshot.main_worktree = world.directory("w/app");
    snapshot.common_dir = world.directory("w/app/.git");
    snapshot.git_dir = world.directory("w/app/.git/worktrees/fix");
    snapshot.handle = "fix";
    snapshot.project_id = "app-1";
    snapshot.agent = "claude";
    snapshot.config.sandbox.backend = config::SandboxBackend::bubblewrap;
    inputs.paths = world.paths;
    inputs.directory = snapshot.worktree;
    inputs.command = "claude";
    inputs.guest_program = world.file("libexec/workmux-guest", "x");
    inputs.rpc_directory = world.directory("run/workmux/sandbox/0/rpc");
    inputs.rpc_token = "token";
    inputs.environment.set("PATH",
                           "/usr/bin:relative:" + snapshot.worktree.string() + "/bin:/srv/tools/bin:/opt/x/bin");
    inputs.environment.set("AWS_SECRET_ACCESS_KEY", "secret");
    inputs.environment.set("TERM", "xterm-256color");
  }
  LaunchPlan make() {
    auto plan = make_plan(snapshot, inputs);
    EXPECT_TRUE(plan) << (plan ? "" : base::describe(plan.error()));
    return plan ? *std::move(plan) : LaunchPlan{};
  }
  static const Mount* at(const LaunchPlan& plan, const std::filesystem::path& target) {
    const auto found = std::ranges::find(plan.mounts, target, &Mount::target);
    return found == plan.mounts.end() ? nullptr : &*found;
  }

  World world;
  Snapshot snapshot;
  PlanInputs inputs;
};

TEST_F(Plan, SBX_E4_worktree_writable_main_worktree_read_only_before_it) {
  const auto plan = make();
  ASSERT_NE(at(plan, snapshot.worktree), nullptr);
  ASSERT_NE(at(plan, snapshot.main_worktree), nullptr);
  EXPECT_TRUE(at(plan, snapshot.worktree)->writable);
  EXPECT_FALSE(at(plan, snapshot.main_worktree)->writable);
  EXPECT_LT(at(plan, snapshot.main_worktree), at(plan, snapshot.worktree));
}

TEST_F(Plan, SBX_E4_sibling_worktrees_in_the_main_worktree_are_masked) {
  const auto sibling = world.directory("w/app/.worktrees/other");
  world.file("w/app/.git/worktrees/other/gitdir", sibling.string() + "/.git\n");
  const auto plan = make();
  ASSERT_NE(at(plan, sibling), nullptr);
  EXPECT_EQ(at(plan, sibling)->kind, MountKind::empty_directory);
}

TEST_F(Plan, SBX_E4_none_shows_only_targets_of_configured_links) {
  snapshot.config.sandbox.main_worktree = config::MainWorktreeAccess::none;
  snapshot.config.files.symlink = {"node_modules"};
  world.directory("w/app/node_modules");
  world.file("w/app/secret", "s");
  std::filesystem::create_symlink(snapshot.main_worktree / "node_modules", snapshot.worktree / "node_modules");
  std::filesystem::create_symlink(snapshot.main_worktree / "secret", snapshot.worktree / "secret");
  const auto plan = make();
  EXPECT_EQ(at(plan, snapshot.main_worktree), nullptr);
  EXPECT_NE(at(plan, snapshot.main_worktree / "node_modules"), nullptr);
  EXPECT_EQ(at(plan, snapshot.main_worktree / "secret"), nullptr);
}

TEST_F(Plan, SBX_E3_a_home_under_version_control_is_not_mounted) {
  snapshot.main_worktree = world.paths.home;
  const auto plan = make();
  EXPECT_EQ(at(plan, world.paths.home), nullptr);
  ASSERT_EQ(plan.warnings.size(), 1U);
  EXPECT_NE(plan.warnings[0].find("home directory"), std::string::npos);
}

TEST_F(Plan, SBX_5_1_environment_is_an_allow_list) {
  snapshot.config.sandbox.env_passthrough = {"PASSED", "UNSET"};
  snapshot.config.sandbox.env = {{"LITERAL", "l"}, {"WM_RPC_TOKEN", "forged"}};
  inputs.environment.set("PASSED", "p");
  inputs.user_name = "Ann \"A\" O'Hara\x1b[31m";
  const auto environment = make().environment;
  EXPECT_FALSE(environment.has("AWS_SECRET_ACCESS_KEY"));
  EXPECT_EQ(environment.get("PASSED"), "p");
  EXPECT_FALSE(environment.has("UNSET"));
  EXPECT_EQ(environment.get("LITERAL"), "l");
  EXPECT_EQ(environment.get("WM_RPC_TOKEN"), "token");
  EXPECT_EQ(environment.get("WM_RPC_SOCK"), "/run/workmux/rpc/rpc.sock");
  EXPECT_EQ(environment.get("WM_SANDBOX_GUEST"), "1");
  EXPECT_EQ(environment.get("HOME"), world.paths.home.string());
  EXPECT_EQ(environment.get("TERM"), "xterm-256color");
  EXPECT_EQ(environment.get("GIT_CONFIG_COUNT"), "1");
  EXPECT_EQ(environment.get("GIT_CONFIG_VALUE_0"), "Ann \"A\" O'Hara");
}

TEST_F(Plan, SBX_E19_path_has_our_program_first_and_nothing_from_the_worktree) {
  EXPECT_EQ(make().environment.get("PATH"), "/run/workmux/bin:/usr/bin:/opt/x/bin:/usr/local/bin:/bin:/usr/sbin:/sbin");
}

TEST_F(Plan, toolchains_below_home_are_read_only) {
  world.directory("home/.cargo/bin");
  const auto plan = make();
  ASSERT_NE(at(plan, world.paths.home / ".cargo/bin"), nullptr);
  EXPECT_FALSE(at(plan, world.paths.home / ".cargo/bin")->writable);
}

TEST_F(Plan, SBX_3_2_extra_mounts) {
  world.directory("home/data");
  snapshot.config.sandbox.extra_mounts = {{.host_path = "~/data", .guest_path = "/data", .writable = true}};
  const auto plan = make();
  ASSERT_NE(at(plan, "/data"), nullptr);
  EXPECT_TRUE(at(plan, "/data")->writable);
  for (const char* bad : {"relative", "~/missing", "~", "/", "~/.ssh"}) {
    snapshot.config.sandbox.extra_mounts = {{.host_path = bad, .guest_path = {}, .writable = false}};
    EXPECT_FALSE(make_plan(snapshot, inputs)) << bad;
  }
  snapshot.config.sandbox.extra_mounts = {{.host_path = "x", .guest_path = {}, .writable = false}};
  EXPECT_TRUE(make_plan(snapshot, inputs).error().message.starts_with("extra_mounts: host path must be absolute"));
}

TEST_F(Plan, SBX_E3_the_deny_set_holds_for_bubblewrap_paths) {
  snapshot.config.sandbox.bubblewrap.paths = {"~"};
  EXPECT_FALSE(make_plan(snapshot, inputs));
}

TEST_F(Plan, SBX_5_runs_the_command_by_a_shell_under_our_init) {
  EXPECT_EQ(make().arguments,
            (std::vector<std::string>{"/run/workmux/bin/workmux", "_init", "--", "sh", "-c", "claude"}));
  inputs.directory = world.root;
  EXPECT_FALSE(make_plan(snapshot, inputs));
}

TEST_F(Plan, SBX_5_1_6_6_a_container_has_its_own_home_programs_and_names) {
  snapshot.config.sandbox.backend = config::SandboxBackend::container;
  snapshot.agent = "codex";
  const auto login = world.directory("home/.local/state/workmux/agent-dirs/codex/app-1");
  inputs.agent_mounts = {{.source = login, .target = world.paths.home / ".codex", .writable = true},
                         {.source = login, .target = world.paths.home / ".claude", .writable = true}};
  inputs.environment.set("USER", "me");
  const auto plan = make();
  EXPECT_EQ(plan.arguments, (std::vector<std::string>{"sh", "-c", "claude"}));
  EXPECT_NE(at(plan, "/home/user/.codex"), nullptr);
  EXPECT_NE(at(plan, "/tmp/.claude"), nullptr);
  EXPECT_EQ(plan.environment.get("HOME"), "/tmp");
  EXPECT_EQ(plan.environment.get("CODEX_HOME"), "/home/user/.codex");
  EXPECT_EQ(plan.environment.get("PATH"), "/run/workmux/bin:/tmp/.local/bin:/usr/local/bin:/usr/bin:/bin");
  EXPECT_FALSE(plan.environment.has("USER"));
}

}  // namespace
}  // namespace sandbox
