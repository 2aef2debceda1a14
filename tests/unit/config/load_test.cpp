#include "config/load.h"

#include <gmock/gmock.h>

#include "base/digest.h"
#include "config/naming.h"
#include "support.h"

namespace config::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Load = ConfigFiles;

TEST_F(Load, NoFilesGiveDefaults) {
  const Loaded result = loaded();
  EXPECT_EQ(result.config.mode, Mode::window);
  EXPECT_EQ(result.config.agent, "claude");
  EXPECT_TRUE(result.config.derived.panes_are_default);
  EXPECT_EQ(result.config.panes->size(), 2U);
  EXPECT_FALSE((*result.config.panes)[0].command);
  EXPECT_FALSE(result.config.sandbox.enabled);
  EXPECT_THAT(result.files, IsEmpty());
  EXPECT_EQ(result.config_dir, root / "w/app");
  EXPECT_EQ(result.source_dir, root / "w/app");
}

TEST_F(Load, TheExamplesOfThePageLoad) {
  global(R"(agent: work
agents:
  work: "claude --model opus"
  alt: "env CLAUDE_CONFIG_DIR=/home/me/.claude-alt claude"
  picker: {command: "/opt/bin/pick-agent", type: codex}
worktree_dir: "~/trees/{project}"
merge_strategy: rebase
nerdfont: false
post_create: ["mise trust -q || true"]
files: {symlink: [.direnv]}
auto_name: {command: "claude --model haiku -p", background: true}
layouts:
  duo: {panes: [{command: <agent>, focus: true}, {command: codex, split: horizontal, percentage: 40}]}
sandbox: {env_passthrough: [GH_TOKEN], host_commands: [just]}
)");
  project(R"(base_branch: develop
worktree_naming: basename
worktree_prefix: shop-
post_create: ["<global>", "npm ci --prefer-offline"]
pre_merge: ["npm test"]
pre_remove: []
files: {copy: [.env, "config/*.local.json"], symlink: ["<global>", .cache]}
mode: session
windows:
  - {name: code, panes: [{command: <agent>, focus: true}, {split: vertical, size: 12}]}
  - {name: serve, panes: [{command: npm run dev}]}
)");
  const Loaded result = loaded();
  const Config& config = result.config;
  EXPECT_EQ(warnings_of(result), "");
  EXPECT_EQ(resolve_agent(config).command, "claude --model opus");
  EXPECT_EQ(resolve_agent(config, "picker").type, "codex");
  EXPECT_EQ(resolve_agent(config, "codex").command, "codex");
  EXPECT_THAT(config.post_create, ElementsAre("mise trust -q || true", "npm ci --prefer-offline"));
  EXPECT_THAT(config.files.symlink, ElementsAre(".direnv", ".cache"));
  EXPECT_THAT(*config.pre_remove, IsEmpty());
  EXPECT_EQ(config.mode, Mode::session);
  EXPECT_EQ(config.merge_strategy, MergeStrategy::rebase);
  EXPECT_EQ((*config.windows)[0].panes->at(1).size, 12);
  EXPECT_FALSE(config.panes);
  EXPECT_EQ(config.layouts.at("duo").panes[1].percentage, 40);
  EXPECT_THAT(config.sandbox.host_commands, ElementsAre("just"));
  EXPECT_EQ(result.origins.at("mode").file, root / "w/app/.workmux.yaml");
  EXPECT_EQ(result.origins.at("mode").line, 8U);
  EXPECT_EQ(result.origins.at("merge_strategy").file, result.global_file);
  EXPECT_FALSE(result.origins.contains("merge_keep"));
}

TEST_F(Load, CLI_A25_GlobalItemIsReplacedByTheGlobalList) {
  global("post_create: [g1, g2]\npre_merge: [g]\n");
  project("post_create: [a, \"<global>\", b]\npre_merge: []\npre_remove: [\"<global>\", p]\n");
  const Loaded result = loaded();
  EXPECT_THAT(result.config.post_create, ElementsAre("a", "g1", "g2", "b"));
  EXPECT_THAT(result.config.pre_merge, IsEmpty());
  EXPECT_THAT(*result.config.pre_remove, ElementsAre("p"));
}

TEST_F(Load, CLI_A26_NestedFileHidesTheRootOne) {
  project("base_branch: root\nmode: session\n");
  write("w/app/svc/.workmux.yaml", "base_branch: nested\n");
  sources.current_directory = root / "w/app/svc/deep";
  const Loaded result = loaded();
  EXPECT_EQ(result.config.base_branch, "nested");
  EXPECT_EQ(result.config.mode, Mode::window);
  EXPECT_EQ(result.relative_dir, "svc");
  EXPECT_EQ(result.config_dir, root / "w/app/svc");
  EXPECT_EQ(result.source_dir, root / "w/app/svc");
}

TEST_F(Load, CLI_A27_ProjectAgentsAreIgnored) {
  project("agents: {x: evil}\nagent: x\n");
  const Loaded result = loaded();
  EXPECT_EQ(resolve_agent(result.config).command, "x");
  EXPECT_EQ(warnings_of(result),
            "agents in project config (.workmux.yaml) is ignored -- move it to your global config\n");
}

TEST_F(Load, CLI_A28_ErrorsNameFileKeyLineAndColumn) {
  project("mode: foo\n");
  EXPECT_THAT(failure(), HasSubstr("Failed to parse config at " + (root / "w/app/.workmux.yaml").string() +
                                   ": mode: unknown variant `foo`, expected `window` or `session` at line 1 column 7"));
}

TEST_F(Load, CLI_A29_GlobalFileLocations) {
  fs::create_directories(root / "xdg");
  sources.global_dir = root / "xdg";
  EXPECT_EQ(global_file(sources), root / "xdg/config.yaml");
  write("home/.config/workmux/config.yml", "");
  EXPECT_EQ(global_file(sources), root / "home/.config/workmux/config.yml");
  write("xdg/config.yml", "");
  EXPECT_EQ(global_file(sources), root / "xdg/config.yml");
  write("xdg/config.yaml", "");
  EXPECT_EQ(global_file(sources), root / "xdg/config.yaml");
}

TEST_F(Load, TypeErrors) {
  const auto reason = [&](std::string_view text) {
    project(text);
    return failure();
  };
  EXPECT_THAT(reason("post_create: echo hi\n"),
              HasSubstr("post_create: invalid type: string \"echo hi\", expected a sequence at line 1 column 14"));
  EXPECT_THAT(reason("panes: [{percentage: 500}]\n"),
              HasSubstr("panes[0].percentage: invalid value: integer `500`, expected u8 at line 1"));
  EXPECT_THAT(reason("merge_keep: yes\n"), HasSubstr("merge_keep: invalid type: string \"yes\", expected a boolean"));
  EXPECT_THAT(reason("merge_keep: \"true\"\n"), HasSubstr("invalid type: string \"true\", expected a boolean"));
  EXPECT_THAT(reason("sandbox: 4\n"), HasSubstr("sandbox: invalid type: integer `4`, expected a map"));
  EXPECT_THAT(reason("- a\n"), HasSubstr("invalid type: sequence, expected a map"));
  EXPECT_THAT(reason("layouts: {a: {}}\n"), HasSubstr("layouts.a: missing field `panes`"));
  EXPECT_THAT(reason("sidebar: {agent_icons: {claude: {ico: x}}}\n"),
              HasSubstr("sidebar.agent_icons.claude.ico: unknown field `ico`, did you mean `icon`?"));
  EXPECT_THAT(reason("sandbox: {network: {allowed_domains: [{host: a.b, allow: true}]}}\n"),
              HasSubstr("unknown field `allow`"));
  EXPECT_THAT(reason("mode: window\nmode: window\n"), HasSubstr("duplicate field `mode`"));
}

TEST_F(Load, CLI_W17_SidebarSizes) {
  const auto reason = [&](std::string_view width) {
    project("sidebar: {width: " + std::string(width) + "}\n");
    return failure();
  };
  EXPECT_THAT(reason("99999"), HasSubstr("sidebar.width: invalid width"));
  EXPECT_THAT(reason("-1"), HasSubstr("width cannot be negative"));
  EXPECT_THAT(reason("\"x%\""), HasSubstr("invalid percentage"));
  EXPECT_THAT(reason("\"101%\""), HasSubstr("percentage must be 1-100"));
  EXPECT_THAT(reason("wide"), HasSubstr("invalid width"));
  project("sidebar: {width: \"15%\", height: 3}\n");
  EXPECT_EQ(loaded().config.sidebar.width, (SidebarSize{15, true}));
  EXPECT_EQ(loaded().config.sidebar.height, (SidebarSize{3, false}));
}

TEST_F(Load, CLI_W35_UnknownKeysAreNamedWithTheNearest) {
  project("merge_stategy: rebase\nsandbox:\n  enabld: true\nzzzzzzzzzzzz: 1\n\"sandbox.env\": {A: b}\n");
  const std::string text = warnings_of(loaded());
  EXPECT_THAT(
      text,
      HasSubstr("app/.workmux.yaml:1: merge_stategy: unknown field `merge_stategy`, did you mean `merge_strategy`?"));
  EXPECT_THAT(text, HasSubstr(":3: sandbox.enabld: unknown field `enabld`, did you mean `enabled`?"));
  EXPECT_THAT(text, HasSubstr(":4: zzzzzzzzzzzz: unknown field"));
  EXPECT_THAT(text, HasSubstr(":5: sandbox.env: unknown field"));
}

TEST_F(Load, UnknownKeysOfNetworkAndRpcAreRefused) {
  global("sandbox: {network: {polcy: deny}}\n");
  EXPECT_THAT(failure(), HasSubstr("sandbox.network.polcy: unknown field `polcy`, did you mean `policy`?"));
  global("sandbox: {rpc: {spwn: deny}}\n");
  EXPECT_THAT(failure(), HasSubstr("sandbox.rpc.spwn: unknown field `spwn`"));
}

TEST_F(Load, EmptyValuesCountAsUnset) {
  global("mode: session\ntheme: emberforge\nworktree_naming: basename\n");
  project("mode:\ntheme:\nworktree_naming:\npanes:\nsandbox:\n");
  const Loaded result = loaded();
  EXPECT_EQ(result.config.mode, Mode::session);
  EXPECT_EQ(result.config.theme.scheme, "emberforge");
  EXPECT_EQ(result.config.worktree_naming, WorktreeNaming::basename);
  EXPECT_TRUE(result.config.derived.panes_are_default);
}

TEST_F(Load, CLI_W16_ProjectCanGoBackToDefaults) {
  global("worktree_naming: basename\ntheme: {scheme: emberforge, mode: light, custom: {accent: red}}\n");
  project("worktree_naming: full\ntheme: default\n");
  const Loaded result = loaded();
  EXPECT_EQ(result.config.worktree_naming, WorktreeNaming::full);
  EXPECT_EQ(result.config.theme.scheme, "default");
  EXPECT_EQ(result.config.theme.mode, "light");
  EXPECT_EQ(result.config.theme.custom->at("accent"), "red");
}

TEST_F(Load, ThemeWords) {
  project("theme: Dark\n");
  EXPECT_EQ(loaded().config.theme.mode, "Dark");
  EXPECT_FALSE(loaded().config.theme.scheme);
}

TEST_F(Load, MapsAreJoinedByName) {
  global(
      "layouts: {a: {panes: []}, b: {panes: [{command: g}]}}\nsidebar: {agent_icons: {claude: C, codex: X}}\n"
      "dashboard: {keys: {agents: {x: remove, y: send}}}\n");
  project(
      "layouts: {b: {panes: [{command: p}]}}\nsidebar: {agent_icons: {codex:, gemini: {icon: G, color: \"\"}}}\n"
      "dashboard: {keys: {agents: {x: jump}, diff: {q: quit}}}\n");
  const Config config = loaded().config;
  EXPECT_EQ(config.layouts.size(), 2U);
  EXPECT_EQ(config.layouts.at("b").panes[0].command, "p");
  EXPECT_EQ(config.sidebar.agent_icons.at("claude")->icon, "C");
  EXPECT_FALSE(config.sidebar.agent_icons.at("codex"));
  EXPECT_EQ(config.sidebar.agent_icons.at("gemini")->color, "");
  EXPECT_EQ(config.dashboard.keys.at("agents").at("x"), "jump");
  EXPECT_EQ(config.dashboard.keys.at("agents").at("y"), "send");
  EXPECT_EQ(config.dashboard.keys.at("diff").at("q"), "quit");
}

TEST_F(Load, PanesAndWindowsTheProjectDecides) {
  global("panes: [{command: g}]\n");
  project("windows: [{name: a}]\n");
  EXPECT_FALSE(loaded().config.panes);
  EXPECT_TRUE(loaded().config.windows);
  global("windows: [{name: a}]\n");
  project("panes: [{command: p}]\n");
  EXPECT_TRUE(loaded().config.panes);
  EXPECT_FALSE(loaded().config.windows);
  project("panes: []\nwindows: []\n");
  EXPECT_TRUE(loaded().config.panes && loaded().config.windows);
}

TEST_F(Load, ScalarsThatLookLikeNumbersAreText) {
  global("main_branch: 2024\nsandbox: {container: {memory: 16, group_add: [44]}, env: {N: 1}}\n");
  const Config config = loaded().config;
  EXPECT_EQ(config.main_branch, "2024");
  EXPECT_EQ(config.sandbox.container.memory, "16");
  EXPECT_THAT(config.sandbox.container.group_add, ElementsAre("44"));
  EXPECT_EQ(config.sandbox.env.at("N"), "1");
}

TEST_F(Load, OddValues) {
  project(
      "status_format: session\ndashboard: {preview_size: 95}\nsidebar: {layout: odd, horizontal: {item_width: 5}, "
      "templates: {top: [x]}}\nbase_branch: \"  \"\n");
  const Config config = loaded().config;
  EXPECT_EQ(config.status_format, StatusFormat::session);
  EXPECT_EQ(config.dashboard.preview_size, 90);
  EXPECT_EQ(config.sidebar.layout, SidebarLayout::tiles);
  EXPECT_EQ(config.sidebar.horizontal.item_width, 12);
  EXPECT_THAT(config.sidebar.templates.horizontal, ElementsAre("x"));
  EXPECT_FALSE(config.base_branch);
}

TEST_F(Load, DefaultsFromFilesBesideTheConfiguration) {
  write("w/app/CLAUDE.md", "");
  write("w/app/yarn.lock", "");
  const Config config = loaded().config;
  EXPECT_EQ((*config.panes)[0].command, "<agent>");
  EXPECT_TRUE(config.derived.sweep_node_modules);
  project("pre_remove: []\nagent: claude\n");
  EXPECT_FALSE(loaded().config.derived.sweep_node_modules);
  EXPECT_TRUE(loaded().config.derived.agent_is_explicit);
}

TEST_F(Load, LinkedWorktreeUsesItsOwnFileThenTheMainOne) {
  project("base_branch: main-file\n");
  in_linked_worktree("svc");
  EXPECT_EQ(loaded().config.base_branch, "main-file");
  EXPECT_EQ(loaded().relative_dir, "");
  write("w/app__worktrees/f/.workmux.yml", "base_branch: own\n");
  EXPECT_EQ(loaded().config.base_branch, "own");
  EXPECT_EQ(loaded().source_dir, root / "w/app");
  EXPECT_EQ(loaded().config_dir, root / "w/app__worktrees/f");
}

TEST_F(Load, CLI_W1_FilesComeFromTheMainWorktreesEquivalentDirectory) {
  in_linked_worktree("svc");
  write("w/app__worktrees/f/svc/.workmux.yaml", "files: {copy: [.env]}\n");
  const Loaded result = loaded();
  EXPECT_EQ(result.relative_dir, "svc");
  EXPECT_EQ(result.source_dir, root / "w/app/svc");
}

TEST_F(Load, OutsideGitThereIsNoProjectFile) {
  project("base_branch: x\n");
  sources.main_worktree.clear();
  sources.current_worktree.clear();
  EXPECT_FALSE(loaded().project);
}

TEST_F(Load, ExplicitFileReplacesTheSearch) {
  project("base_branch: found\n");
  write("w/app/svc/other.yaml", "base_branch: explicit\n");
  sources.current_directory = root / "w/app/svc";
  sources.explicit_file = "other.yaml";
  EXPECT_EQ(loaded().config.base_branch, "explicit");
  EXPECT_EQ(loaded().relative_dir, "");
  sources.explicit_file = "missing.yaml";
  EXPECT_THAT(failure(), HasSubstr("Failed to read config file"));
}

TEST_F(Load, SandboxValidationHasItsPrefixes) {
  global("sandbox: {network: {allowed_domains: [1.2.3.4]}}\n");
  EXPECT_THAT(failure(), HasSubstr("Invalid sandbox network config"));
  EXPECT_THAT(failure(), HasSubstr("IP literals not allowed in allowed_domains: 1.2.3.4"));
  global("sandbox: {container: {devices: [/dev/a:x]}}\n");
  EXPECT_THAT(failure(), HasSubstr("Invalid sandbox container config"));
  global(
      "sandbox: {container: {devices: [\"/dev/a:rw\", {host_path: /dev/b}]}, extra_mounts: [~/x, {host_path: /y, "
      "writable: true}]}\n");
  const Config config = loaded().config;
  EXPECT_EQ(config.sandbox.container.devices[0].permissions, "rw");
  EXPECT_EQ(config.sandbox.extra_mounts[0].host_path, "~/x");
  EXPECT_TRUE(config.sandbox.extra_mounts[1].writable);
}

TEST_F(Load, StrictChangesDefaultsOnly) {
  global("sandbox: {strict: true, rpc: {max_live: 30}, clipboard: allow}\n");
  const Sandbox sandbox = loaded().config.sandbox;
  EXPECT_EQ(sandbox.rpc.merge, RpcAnswer::ask);
  EXPECT_EQ(sandbox.rpc.max_live, 30U);
  EXPECT_EQ(sandbox.rpc.per_hour, 20U);
  EXPECT_EQ(sandbox.clipboard, ClipboardAccess::allow);
  EXPECT_EQ(sandbox.main_worktree, MainWorktreeAccess::none);
  EXPECT_EQ(project_trust(loaded().config), ProjectTrust::prompt);
}

TEST_F(Load, ABrokenGlobalFileIsAnError) {
  global("mode: [\n");
  EXPECT_THAT(failure(),
              HasSubstr("Failed to parse config at " + (root / "home/.config/workmux/config.yaml").string()));
}

TEST_F(Load, CheckShowsEverythingAtOnce) {
  project("mode: foo\nmerge_kep: true\nagents: {a: b}\npanes: [{split: vertical}]\nworktree_dir: \"{x}\"\n");
  const auto problems = check_file(root / "w/app/.workmux.yaml", FileKind::project).value();
  ASSERT_EQ(problems.size(), 5U);
  EXPECT_EQ(problems[0].key_path, "mode");
  EXPECT_EQ(problems[1].key_path, "merge_kep");
  EXPECT_EQ(problems[2].key_path, "panes");
  EXPECT_EQ(problems[3].key_path, "worktree_dir");
  EXPECT_EQ(problems[4].key_path, "agents");
  write("w/app/.workmux.yaml", "a: [\n");
  EXPECT_EQ(check_file(root / "w/app/.workmux.yaml", FileKind::project).value().size(), 1U);
  EXPECT_FALSE(check_file(root / "missing", FileKind::project));
}

}  // namespace
}  // namespace config::testing
