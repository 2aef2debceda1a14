// What a project file may not do: scopes, loosening values, files that a guest can write (CLI 5.4, 5.5; SBX E5).
#include <gmock/gmock.h>

#include "base/digest.h"
#include "config/discovery.h"
#include "config/guards.h"
#include "config/load.h"
#include "support.h"

namespace config::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Trust : public ConfigFiles {
 protected:
  void guest_writes_the_linked_worktree() {
    in_linked_worktree();
    sources.guest_writable = {root / "w/app__worktrees/f"};
  }
};

TEST_F(Trust, SBX_3_GlobalOnlyKeysOfAProjectAreIgnored) {
  project(R"(sandbox:
  env_passthrough: [AWS_SECRET]
  network: {policy: allow, allowed_domains: [evil.example]}
  extra_mounts: [/]
  host_commands: [bash]
  git: shared
  rpc: {spawn: allow}
project_trust: always
backend: kitty
notify: {command: evil, bell: true}
auto_name: {command: evil, background: true}
dashboard: {actions: [{key: a, label: b, run: evil}]}
)");
  const Loaded result = loaded();
  const Config& config = result.config;
  EXPECT_THAT(config.sandbox.env_passthrough, IsEmpty());
  EXPECT_THAT(config.sandbox.network.allowed_domains, IsEmpty());
  EXPECT_THAT(config.sandbox.extra_mounts, IsEmpty());
  EXPECT_THAT(config.sandbox.host_commands, IsEmpty());
  EXPECT_EQ(config.sandbox.git, SandboxGit::quarantine);
  EXPECT_FALSE(config.project_trust || config.backend || config.notify.command || config.auto_name.command);
  EXPECT_TRUE(config.notify.bell && config.auto_name.background);
  EXPECT_THAT(config.dashboard.actions, IsEmpty());
  std::string text = warnings_of(result);
  EXPECT_THAT(
      text, HasSubstr("sandbox.network in project config (.workmux.yaml) is ignored -- move it to your global config"));
  EXPECT_EQ(text.find("sandbox.network.policy"), std::string::npos);
  EXPECT_EQ(result.warnings.size(), 11U);
}

TEST_F(Trust, CLI_W31_ProjectCannotSwitchTheSandboxOff) {
  global("sandbox: {enabled: true, target: all, backend: lima, container: {runtime: podman}}\n");
  project(
      "sandbox: {enabled: false, target: agent, backend: bubblewrap, container: {runtime: docker}, lima: "
      "{projects_dir: /, "
      "isolation: shared, provision: evil}}\nworktree_dir: /etc\n");
  const Loaded result = loaded();
  const Sandbox& sandbox = result.config.sandbox;
  EXPECT_TRUE(sandbox.enabled);
  EXPECT_EQ(sandbox.target, SandboxTarget::all);
  EXPECT_EQ(sandbox.backend, SandboxBackend::lima);
  EXPECT_EQ(sandbox.container.runtime, ContainerRuntime::podman);
  EXPECT_EQ(sandbox.lima.isolation, LimaIsolation::project);
  EXPECT_FALSE(sandbox.lima.projects_dir || sandbox.lima.provision);
  EXPECT_THAT(warnings_of(result), HasSubstr("sandbox.enabled in project config"));
}

TEST_F(Trust, ApprovedLooseningValuesCount) {
  global("sandbox: {enabled: true}\n");
  project("sandbox: {enabled: false}\n");
  EXPECT_TRUE(loaded().config.sandbox.enabled);
  EXPECT_THAT(loaded().project->loosening, ElementsAre("sandbox.enabled"));
  sources.trusted = {loaded().project->hash};
  EXPECT_FALSE(loaded().config.sandbox.enabled);
  sources.trusted.clear();
  global("sandbox: {enabled: true}\nproject_trust: always\n");
  EXPECT_FALSE(loaded().config.sandbox.enabled);
}

TEST_F(Trust, WhatTheGuideShowsInAProjectWorksAtOnce) {
  project("sandbox: {enabled: true, backend: lima, toolchain: devbox, image: mine, lima: {cpus: 2, provision: x}}\n");
  const Loaded result = loaded();
  EXPECT_EQ(warnings_of(result), "");
  EXPECT_TRUE(result.config.sandbox.enabled);
  EXPECT_EQ(result.config.sandbox.backend, SandboxBackend::lima);
  EXPECT_EQ(result.config.sandbox.image, "mine");
  EXPECT_EQ(result.config.sandbox.lima.provision, "x");
}

TEST_F(Trust, LooseningMattersOnlyWhileASandboxIsOn) {
  project("sandbox: {lima: {projects_dir: /src}}\n");
  EXPECT_EQ(loaded().config.sandbox.lima.projects_dir, "/src");
  sources.sandbox_flag = SandboxFlag::on;
  EXPECT_FALSE(loaded().config.sandbox.lima.projects_dir);
}

TEST_F(Trust, ProjectImageWithRootEntry) {
  global("sandbox: {enabled: true, network: {policy: deny}}\n");
  project("sandbox: {image: mine}\n");
  sources.root_entry = RootEntry::no;
  EXPECT_EQ(loaded().config.sandbox.image, "mine");
  sources.root_entry = RootEntry::yes;
  EXPECT_FALSE(loaded().config.sandbox.image);
}

TEST_F(Trust, WorktreeDirOfAProjectWithLima) {
  global("sandbox: {enabled: true, backend: lima}\n");
  for (const char* good : {".wts", "../trees"}) {
    project("worktree_dir: " + std::string(good) + "\n");
    EXPECT_EQ(loaded().config.worktree_dir, good);
  }
  for (const char* bad : {"/etc", "~/.ssh", "../../x"}) {
    project("worktree_dir: " + std::string(bad) + "\n");
    EXPECT_FALSE(loaded().config.worktree_dir) << bad;
  }
}

TEST_F(Trust, SBX_E5_FileInAGuestsTreeIsNotRead) {
  project("post_create: [safe]\n");
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "post_create: [evil]\n");
  const Loaded result = loaded();
  EXPECT_THAT(result.config.post_create, ElementsAre("safe"));
  EXPECT_THAT(warnings_of(result), HasSubstr("is in a tree that a sandbox can write and does not count"));
  EXPECT_EQ(result.source_dir, root / "w/app");
}

TEST_F(Trust, SBX_E5_SameBytesGiveNoWarning) {
  project("post_create: [safe]\n");
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "post_create: [safe]\n");
  EXPECT_EQ(warnings_of(loaded()), "");
}

TEST_F(Trust, SBX_E5_MainWithoutAFileMeansNoFile) {
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "agent: evil\n");
  EXPECT_EQ(loaded().config.agent, "claude");
  EXPECT_FALSE(loaded().project);
  EXPECT_THAT(warnings_of(loaded()), HasSubstr("no project file is used"));
}

TEST_F(Trust, SBX_E5_BrokenOrHugeGuestFilesDoNotStopTheHost) {
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "a: [[[\n");
  loaded();
  write("w/app__worktrees/f/.workmux.yaml", std::string(2U << 20, 'x'));
  loaded();
  fs::remove(root / "w/app__worktrees/f/.workmux.yaml");
  fs::create_directory(root / "w/app__worktrees/f/.workmux.yaml");
  loaded();
}

TEST_F(Trust, SBX_E5_NestedFilesAndLinksInAGuestsTree) {
  write("w/app/svc/.workmux.yaml", "agent: nested-main\n");
  guest_writes_the_linked_worktree();
  sources.current_directory = root / "w/app__worktrees/f/svc";
  write("w/app__worktrees/f/svc/.workmux.yaml", "agent: evil\n");
  const Loaded result = loaded();
  EXPECT_EQ(result.config.agent, "nested-main");
  EXPECT_EQ(result.relative_dir, "svc");
  fs::remove(root / "w/app__worktrees/f/svc/.workmux.yaml");
  fs::create_symlink(root / "home/secret", root / "w/app__worktrees/f/svc/.workmux.yaml");
  write("home/secret", "agent: evil\n");
  EXPECT_EQ(loaded().config.agent, "nested-main");
}

TEST_F(Trust, SBX_E5_ARepositoryMadeByTheGuestDoesNotCount) {
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/own/.git/HEAD", "ref: refs/heads/main\n");
  write("w/app__worktrees/f/own/.workmux.yaml", "agent: evil\n");
  sources.current_worktree = sources.main_worktree = sources.current_directory = root / "w/app__worktrees/f/own";
  EXPECT_EQ(loaded().config.agent, "claude");
}

TEST_F(Trust, SBX_E5_ALinkFromTheMainTreeIntoAGuestsTreeDoesNotCount) {
  sources.guest_writable = {root / "w/app__worktrees/f"};
  write("w/app__worktrees/f/x.yaml", "agent: evil\n");
  fs::create_symlink(root / "w/app__worktrees/f/x.yaml", root / "w/app/.workmux.yaml");
  EXPECT_EQ(loaded().config.agent, "claude");
  EXPECT_THAT(warnings_of(loaded()), HasSubstr("leads into a tree that a sandbox can write"));
  in_linked_worktree();
  EXPECT_EQ(loaded().config.agent, "claude");
}

TEST_F(Trust, SBX_E5_GuestTreeNamedThroughALink) {
  fs::create_directory_symlink(root / "w/app__worktrees/f", root / "alias");
  in_linked_worktree();
  sources.guest_writable = {root / "alias"};
  write("w/app__worktrees/f/.workmux.yaml", "agent: evil\n");
  EXPECT_EQ(loaded().config.agent, "claude");
}

TEST_F(Trust, SBX_E5_ApprovedBytesCountAnywhere) {
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "agent: mine\n");
  sources.trusted = {base::sha256_hex("agent: mine\n")};
  EXPECT_EQ(loaded().config.agent, "mine");
}

TEST_F(Trust, SBX_E5_MainCheckoutUnderASandbox) {
  project("agent: evil\n");
  sources.guest_writable = {root / "w/app"};
  EXPECT_EQ(loaded().config.agent, "claude");
  sources.last_trusted = TrustedText{root / "w/app/.workmux.yaml", "agent: approved\n"};
  EXPECT_EQ(loaded().config.agent, "approved");
}

TEST_F(Trust, SBX_E5_ExplicitFileInAGuestsTreeIsRefused) {
  sources.guest_writable = {root / "w/app__worktrees/f"};
  write("w/app__worktrees/f/c.yaml", "agent: evil\n");
  sources.explicit_file = root / "w/app__worktrees/f/c.yaml";
  EXPECT_THAT(failure(), HasSubstr("is in a tree that a sandbox can write"));
  sources.trusted = {base::sha256_hex("agent: evil\n")};
  EXPECT_EQ(loaded().config.agent, "evil");
}

TEST_F(Trust, TaintedContentActsOnlyAfterApproval) {
  const std::string text = "post_create: [evil]\nagent: evil\nbase_branch: b\nstatus_icons: {done: x}\n";
  project(text);
  sources.tainted = {base::sha256_hex(text)};
  const Loaded result = loaded();
  EXPECT_THAT(result.config.post_create, IsEmpty());
  EXPECT_EQ(result.config.agent, "claude");
  EXPECT_EQ(result.config.base_branch, "b");
  EXPECT_THAT(warnings_of(result), HasSubstr("is not approved: post_create, agent, status_icons.done left out"));
  sources.last_trusted = TrustedText{{}, "post_create: [old]\n"};
  EXPECT_THAT(loaded().config.post_create, ElementsAre("old"));
  sources.trusted = sources.tainted;
  EXPECT_THAT(loaded().config.post_create, ElementsAre("evil"));
}

TEST_F(Trust, PromptAsksForEveryNewContentThatExecutes) {
  global("project_trust: prompt\n");
  project("post_create: [x]\n");
  EXPECT_THAT(loaded().config.post_create, IsEmpty());
  project("base_branch: x\n");
  EXPECT_EQ(warnings_of(loaded()), "");
  project("post_create: [x]\n");
  sources.trusted = {base::sha256_hex("post_create: [x]\n")};
  EXPECT_THAT(loaded().config.post_create, ElementsAre("x"));
}

TEST_F(Trust, ContentsThatWaitForApprovalAreHandedOut) {
  global("sandbox: {enabled: true}\n");
  project("sandbox: {enabled: false}\n");
  EXPECT_EQ(loaded().pending.size(), 1U);
  guest_writes_the_linked_worktree();
  write("w/app__worktrees/f/.workmux.yaml", "agent: evil\n");
  const Loaded result = loaded();
  ASSERT_EQ(result.pending.size(), 1U);
  EXPECT_EQ(result.pending[0].text, "agent: evil\n");
}

TEST_F(Trust, SBX_E7_StatusIconsAreNoTmuxFormats) {
  global("status_icons: {working: \"#(evil)\", waiting: \"#[fg=red]W#[default]\", done: \"D\"}\n");
  project("status_icons: {done: \"#[fg=red]x\"}\n");
  const StatusIcons icons = loaded().config.status_icons;
  EXPECT_EQ(icons.working, StatusIcons{}.working);
  EXPECT_EQ(icons.waiting, "#[fg=red]W#[default]");
  EXPECT_EQ(icons.done, "D");
  for (const char* bad : {"#{pane_id}", "\x1b[31m", "123456789", "##(x)", "#[bg=#(x)]"}) {
    EXPECT_NE(icon_mistake(bad, IconAuthor::user), "") << bad;
  }
  EXPECT_EQ(icon_mistake("\U0001F916", IconAuthor::project), "");
  EXPECT_EQ(icon_mistake("#", IconAuthor::project), "");
}

TEST_F(Trust, GlobalFileByEnvironment) {
  global("base_branch: usual\n");
  write("other.yaml", "base_branch: other\n");
  sources.global_override = root / "other.yaml";
  EXPECT_EQ(loaded().config.base_branch, "other");
}

}  // namespace
}  // namespace config::testing
