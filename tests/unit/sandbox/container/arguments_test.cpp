#include "sandbox/container/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"

namespace sandbox::container {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Arguments : public testing::Test {
 protected:
  void SetUp() override {
    plan.mounts = {{.source = "/w/app", .target = "/w/app"},
                   {.source = "/w/app__worktrees/feat", .target = "/w/app__worktrees/feat", .writable = true}};
    plan.arguments = {"sh", "-c", "true"};
    plan.directory = "/w/app__worktrees/feat";
    plan.uid = 501;
    plan.gid = 20;
    plan.environment.set("HOME", "/tmp");
    plan.environment.set("TERM", "xterm");
    plan.environment.set("WM_RPC_TOKEN", "SECRET");
    plan.environment.set("PATH", "/run/workmux/bin:/usr/bin");
    policy.image = "IMAGE";
    policy.handle = "feat";
    policy.project_id = "app-0123456789";
    inputs.name = "wm-feat-4242";
    inputs.guest_program = "/lib/workmux-guest";
    inputs.filter = "/run/x/filter";
    inputs.empty_directory = "/run/x/empty";
    inputs.private_directories = "/run/x/private";
  }

  std::vector<std::string> words() {
    const auto passed = pass_environment(plan.environment, host, "/run/x/environment");
    EXPECT_TRUE(passed);
    auto made = run_arguments(plan, policy, *passed, inputs);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return made.value_or(std::vector<std::string>());
  }
  std::string line() { return base::join(words(), " "); }
  static size_t place(const std::string& text, const std::string& part) {
    const size_t found = text.find(part);
    EXPECT_NE(found, std::string::npos) << part << " in " << text;
    return found;
  }

  LaunchPlan plan;
  Policy policy;
  os::Environment host;
  ArgumentInputs inputs;
};

TEST_F(Arguments, SBX_A1_begins_with_run_name_and_rm) {
  EXPECT_EQ(line().rfind("run --name wm-feat-4242 --rm -i ", 0), 0U) << line();
  inputs.terminal = Terminal::pseudo;
  EXPECT_EQ(words()[4], "-it");
}

TEST_F(Arguments, SBX_A2_user_mount_directory_and_command) {
  const std::string text = line();
  EXPECT_THAT(text, HasSubstr("--user 501:20"));
  EXPECT_THAT(text, HasSubstr("--mount type=bind,source=/w/app__worktrees/feat,target=/w/app__worktrees/feat "));
  EXPECT_THAT(text, HasSubstr("--mount type=bind,source=/w/app,target=/w/app,readonly "));
  EXPECT_THAT(text, HasSubstr("--workdir /w/app__worktrees/feat --env HOME=/tmp"));
  EXPECT_TRUE(text.ends_with("--env PATH=/run/workmux/bin:/usr/bin IMAGE sh -c true")) << text;
}

TEST_F(Arguments, SBX_A3_docker_gets_a_host_name_and_podman_the_callers_ids) {
  EXPECT_THAT(line(), HasSubstr("--add-host host.docker.internal:host-gateway"));
  EXPECT_THAT(line(), Not(HasSubstr("keep-id")));
  inputs.runtime = ContainerRuntime::podman;
  EXPECT_THAT(line(), HasSubstr("--userns=keep-id --user 501:20"));
  EXPECT_THAT(line(), Not(HasSubstr("--add-host")));
}

TEST_F(Arguments, podman_of_root_has_no_ids_to_keep) {
  inputs.runtime = ContainerRuntime::podman;
  plan.uid = plan.gid = 0;
  EXPECT_THAT(line(), Not(HasSubstr("keep-id")));
  EXPECT_THAT(line(), HasSubstr("--user 0:0"));
}

TEST_F(Arguments, SBX_6_2_resources_and_devices_come_in_order) {
  policy.settings.memory = "2G";
  policy.settings.cpus = 3;
  policy.settings.group_add = {"44"};
  policy.settings.devices = {{.host_path = "/dev/kvm", .guest_path = {}, .permissions = {}},
                             {.host_path = "/dev/a", .guest_path = "/dev/b", .permissions = "rw"}};
  EXPECT_THAT(line(), HasSubstr("--memory 2G --cpus 3 --add-host host.docker.internal:host-gateway --device /dev/kvm "
                                "--device /dev/a:/dev/b:rw --user 501:20 --group-add 44 "));
}

TEST_F(Arguments, SBX_E16_privileges_are_dropped_unless_relaxed) {
  EXPECT_THAT(words(), Contains("--cap-drop=ALL"));
  EXPECT_THAT(line(), HasSubstr("--security-opt no-new-privileges"));
  EXPECT_THAT(line(),
              HasSubstr("--label workmux=1 --label workmux.handle=feat --label workmux.project=app-0123456789"));
  EXPECT_THAT(line(), HasSubstr("--pids-limit 4096 --init "));
  policy.settings.hardening = config::ContainerHardening::relaxed;
  EXPECT_THAT(line(), Not(HasSubstr("--cap-drop")));
  plan.network = config::NetworkPolicy::deny;
  EXPECT_THAT(line(), HasSubstr("--cap-drop=ALL"));
  EXPECT_THAT(line(), HasSubstr("--network none"));
}

TEST_F(Arguments, SBX_A10_masks_come_after_the_worktree_and_are_read_only) {
  plan.mounts.push_back({.source = {}, .target = "/w/app__worktrees/feat/.env", .kind = MountKind::null_file});
  plan.mounts.push_back({.source = {}, .target = "/w/app/.env", .kind = MountKind::null_file});
  plan.mounts.push_back({.source = {}, .target = "/w/app__worktrees/feat/dir", .kind = MountKind::empty_directory});
  const std::string text = line();
  EXPECT_LT(place(text, "target=/w/app__worktrees/feat "),
            place(text, "type=bind,source=/dev/null,target=/w/app__worktrees/feat/.env,readonly"));
  EXPECT_THAT(text, HasSubstr("type=bind,source=/dev/null,target=/w/app/.env,readonly"));
  EXPECT_THAT(text, HasSubstr("type=bind,source=/run/x/empty,target=/w/app__worktrees/feat/dir,readonly"));
}

TEST_F(Arguments, private_directories_are_numbered_and_writable) {
  plan.mounts.push_back({.source = {}, .target = "/tmp/a", .kind = MountKind::private_directory});
  plan.mounts.push_back({.source = {}, .target = "/tmp/b", .kind = MountKind::private_directory});
  EXPECT_EQ(count_private_directories(plan), 2U);
  EXPECT_THAT(words(), Contains("type=bind,source=/run/x/private/0,target=/tmp/a"));
  EXPECT_THAT(words(), Contains("type=bind,source=/run/x/private/1,target=/tmp/b"));
}

TEST_F(Arguments, of_two_mounts_at_one_place_the_later_one_counts) {
  plan.mounts.push_back({.source = "/other", .target = "/w/app"});
  EXPECT_THAT(words(), Contains("type=bind,source=/other,target=/w/app,readonly"));
  EXPECT_THAT(words(), Not(Contains("type=bind,source=/w/app,target=/w/app,readonly")));
}

TEST_F(Arguments, SBX_6_2_a_path_with_quotes_or_commas_is_quoted_or_refused) {
  plan.mounts.push_back({.source = "/s\"a,b", .target = "/t"});
  EXPECT_THAT(words(), Contains("type=bind,\"source=/s\"\"a,b\",target=/t,readonly"));
  inputs.runtime = ContainerRuntime::podman;
  EXPECT_FALSE(run_arguments(plan, policy, {}, inputs));
}

TEST_F(Arguments, SBX_E16_our_own_program_is_the_entry_point_and_gets_the_filter) {
  EXPECT_THAT(line(),
              HasSubstr("--mount type=bind,source=/lib/workmux-guest,target=/run/workmux/enter,readonly --mount "
                        "type=bind,source=/run/x/filter,target=/run/workmux/filter,readonly --entrypoint "
                        "/run/workmux/enter --workdir"));
  inputs.filter.clear();
  EXPECT_THAT(line(), Not(HasSubstr("target=/run/workmux/filter")));
  EXPECT_THAT(line(), HasSubstr("--entrypoint /run/workmux/enter"));
}

TEST_F(Arguments, the_images_entry_point_runs_below_ours) {
  policy.entry_point = {"/image-entry", "--"};
  EXPECT_TRUE(line().ends_with(" IMAGE /image-entry -- sh -c true")) << line();
}

TEST_F(Arguments, an_engine_without_an_init_of_its_own_is_not_asked_for_one) {
  inputs.facts.engine_init = false;
  EXPECT_THAT(words(), Not(Contains("--init")));
}

TEST_F(Arguments, SBX_6_2_with_selinux_the_label_is_switched_off_and_no_file_gets_another) {
  EXPECT_THAT(line(), Not(HasSubstr("label=disable")));
  inputs.facts.selinux = true;
  EXPECT_THAT(line(), HasSubstr("--security-opt label=disable"));
}

TEST_F(Arguments, where_limits_cannot_be_set_none_is_asked_for) {
  policy.settings.memory = "1G";
  inputs.facts.limits = false;
  EXPECT_THAT(line(), Not(HasSubstr("--memory")));
  EXPECT_THAT(line(), Not(HasSubstr("--pids-limit")));
}

TEST_F(Arguments, SBX_A40_E18_no_secret_is_in_an_argument) {
  host.set("PATH", "/usr/bin");
  host.set("DOCKER_HOST", "unix:///own");
  plan.environment.set("API_KEY", "hunter2");
  plan.environment.set("DOCKER_HOST", "tcp://theirs");
  plan.environment.set("LD_PRELOAD", "/evil.so");
  plan.environment.set("https_proxy", "http://u:p@x");
  const std::string text = line();
  for (const char* secret : {"SECRET", "hunter2", "theirs", "evil", "u:p"}) EXPECT_THAT(text, Not(HasSubstr(secret)));
  EXPECT_THAT(text, HasSubstr("--env-file /run/x/environment --env HOME=/tmp --env TERM --env API_KEY"));
  const auto passed = pass_environment(plan.environment, host, "/f");
  ASSERT_TRUE(passed);
  EXPECT_EQ(passed->file, "DOCKER_HOST=tcp://theirs\nLD_PRELOAD=/evil.so\nhttps_proxy=http://u:p@x\n");
  EXPECT_EQ(passed->client.get("DOCKER_HOST"), "unix:///own");
  EXPECT_EQ(passed->client.get("API_KEY"), "hunter2");
  EXPECT_EQ(passed->client.get("WM_RPC_TOKEN"), "SECRET");
  EXPECT_EQ(passed->client.get("PATH"), "/usr/bin");
  EXPECT_FALSE(passed->client.has("LD_PRELOAD"));
}

TEST_F(Arguments, a_line_break_in_a_value_is_passed_by_name_or_refused) {
  plan.environment.set("TEXT", "a\nb");
  EXPECT_THAT(line(), HasSubstr("--env TEXT"));
  plan.environment.set("LD_X", "a\nHOME=b");
  const auto passed = pass_environment(plan.environment, host, "/f");
  ASSERT_FALSE(passed);
  EXPECT_THAT(passed.error().message, HasSubstr("LD_X"));
}

TEST_F(Arguments, the_hosts_proxies_do_not_reach_the_client) {
  host.set("HTTPS_PROXY", "http://x");
  host.set("WM_SANDBOX_GUEST", "1");
  const auto passed = pass_environment({}, host, "/f");
  ASSERT_TRUE(passed);
  EXPECT_TRUE(passed->client.variables().empty());
}

}  // namespace
}  // namespace sandbox::container
