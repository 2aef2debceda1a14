#pragma once
// The effective configuration as plain data: every key of CLI 6 with its default. load() (config/load.h) fills it from
// files, read_snapshot() (config/snapshot.h) from host state. std::optional means "unset" where that differs from a
// value.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/sandbox_config.h"

namespace config {

enum class Mode { window, session };
enum class WorktreeNaming { full, basename };
enum class MergeStrategy { merge, rebase, squash };
enum class Split { horizontal, vertical };  // horizontal: side by side
enum class StatusFormat { off, window, session };
enum class ProjectTrust { automatic, prompt, always };  // "auto", ... (CLI 5.5)
enum class MuxBackend { tmux, wezterm, kitty, zellij };
enum class NotifyOn { working, waiting, done };
enum class WorktreeLabel { handle_first, branch_first };
enum class InputExit { esc, esc_esc };
enum class SidebarPosition { left, top };
enum class SidebarLayout { tiles, compact };
enum class SidebarGroupBy { project, session };
enum class SidebarSort { recency, priority, window };

// CLI 6.2. Checked by validate_panes (config/panes.h) when used, not when loaded.
struct Pane {
  std::optional<std::string> command;  // none: a plain shell
  bool focus = false;
  bool zoom = false;
  std::optional<Split> split;
  std::optional<std::uint16_t> size;       // columns or rows
  std::optional<std::uint8_t> percentage;  // 1 to 100
  std::optional<std::uint32_t> target;     // 0-based pane to split
  bool operator==(const Pane&) const = default;
};

// CLI 6.3.
struct Window {
  std::optional<std::string> name;
  std::optional<std::vector<Pane>> panes;  // none: one shell
  bool operator==(const Window&) const = default;
};

// CLI 6.4.
struct Layout {
  std::vector<Pane> panes;
  bool operator==(const Layout&) const = default;
};

// CLI 6.5.
struct NamedAgent {
  std::string command;
  std::optional<std::string> type;  // name of a built-in agent
  bool operator==(const NamedAgent&) const = default;
};

// CLI 6.6.
struct AutoName {
  std::optional<std::string> command;
  std::optional<std::string> model;
  std::optional<std::string> system_prompt;
  bool background = false;
  bool operator==(const AutoName&) const = default;
};

// Globs, WT 15.
struct Files {
  std::vector<std::string> copy;
  std::vector<std::string> symlink;
  bool operator==(const Files&) const = default;
};

struct StatusIcons {
  std::string working = "\U0001F916";
  std::string waiting = "\U0001F4AC";
  std::string done = "\u2705";
  bool operator==(const StatusIcons&) const = default;
};

// DSH 15.3. `theme: NAME` arrives here as scheme, `theme: dark` as mode.
struct Theme {
  std::optional<std::string> scheme;
  std::optional<std::string> mode;
  std::optional<std::map<std::string, std::string>> custom;  // role -> colour
  bool operator==(const Theme&) const = default;
};

// AGT 10.5.
struct Notify {
  std::vector<NotifyOn> on;
  bool bell = false;
  std::optional<std::string> command;
  bool operator==(const Notify&) const = default;
};

struct DashboardAction {
  std::string key;
  std::string label;
  std::optional<std::string> send;
  std::optional<std::string> run;
  bool operator==(const DashboardAction&) const = default;
};

// CLI 6.10.
struct Dashboard {
  std::string commit = "Commit staged changes with a descriptive message";
  std::string merge = "!workmux merge";
  std::uint8_t preview_size = 60;  // percent, clamped to 10..90
  bool show_check_counts = false;
  bool close_on_jump = true;
  std::vector<std::string> agent_columns;     // empty: all
  std::vector<std::string> worktree_columns;  // empty: all
  WorktreeLabel worktree_label = WorktreeLabel::handle_first;
  InputExit input_exit = InputExit::esc;
  std::map<std::string, std::map<std::string, std::string>> keys;  // context -> key -> action
  std::vector<DashboardAction> actions;
  bool operator==(const Dashboard&) const = default;
};

// A size as written: cells, or percent of the window.
struct SidebarSize {
  std::uint16_t value = 0;
  bool percent = false;
  bool operator==(const SidebarSize&) const = default;
};

struct AgentIcon {
  std::optional<std::string> icon;
  std::optional<std::string> color;  // empty text: plain text colour
  bool operator==(const AgentIcon&) const = default;
};

struct GroupedTemplates {
  std::optional<std::string> header;
  std::optional<std::string> compact;
  std::optional<std::vector<std::string>> tiles;
  bool operator==(const GroupedTemplates&) const = default;
};

struct SidebarTemplates {
  std::string compact = "{status_icon} {primary} {pane_suffix} {fill} {elapsed}";
  std::vector<std::string> tiles = {"{primary} {pane_suffix} {fill} {elapsed}", "{secondary} {fill} {git_stats}",
                                    "{pane_title}"};
  std::vector<std::string> horizontal = {"{status_icon} {primary} {pane_suffix} {fill} {elapsed}",
                                         "{secondary} {fill} {git_stats}", "{pane_title}"};
  GroupedTemplates grouped;
  bool operator==(const SidebarTemplates&) const = default;
};

struct SidebarHorizontal {
  std::uint16_t item_width = 24;  // clamped to 12..80
  bool operator==(const SidebarHorizontal&) const = default;
};

// CLI 6.11.
struct Sidebar {
  SidebarPosition position = SidebarPosition::left;
  std::optional<SidebarSize> width;
  std::optional<SidebarSize> height;
  SidebarLayout layout = SidebarLayout::tiles;
  bool group_by_session = true;
  SidebarHorizontal horizontal;
  SidebarTemplates templates;
  std::map<std::string, std::optional<AgentIcon>> agent_icons;  // none: the built-in icon
  std::optional<SidebarGroupBy> group_by;
  SidebarSort sort = SidebarSort::recency;
  bool dim_stale = true;
  bool collapse_stale = false;
  std::map<std::string, std::string> keys;
  std::vector<std::string> exclude;
  bool confirm_close = false;
  bool operator==(const Sidebar&) const = default;
};

// What load() concluded from the files around the configuration (CLI 5.4 "Defaults applied after merging").
struct Derived {
  bool agent_is_explicit = false;   // some file sets `agent`
  bool panes_are_default = false;   // neither `panes` nor `windows` was set
  bool sweep_node_modules = false;  // `pre_remove` unset and a JavaScript lock file exists (WT 16.4)
  bool operator==(const Derived&) const = default;
};

struct Config {
  std::optional<std::string> main_branch;
  std::optional<std::string> base_branch;   // never blank
  std::optional<std::string> worktree_dir;  // template; expanded by worktrees_directory (config/naming.h)
  WorktreeNaming worktree_naming = WorktreeNaming::full;
  std::optional<std::string> worktree_prefix;
  std::optional<std::string> window_prefix;  // unset: window_prefix() (config/naming.h) decides
  Mode mode = Mode::window;
  std::optional<std::vector<Pane>> panes;      // after load(): set unless `windows` is
  std::optional<std::vector<Window>> windows;  // both set: one file sets both, validate_targets refuses
  std::map<std::string, Layout> layouts;
  std::string agent = "claude";  // a key of `agents`, or a command line
  std::map<std::string, NamedAgent> agents;
  AutoName auto_name;
  std::vector<std::string> post_create;
  std::vector<std::string> pre_merge;
  std::optional<std::vector<std::string>> pre_remove;  // unset: see derived.sweep_node_modules
  Files files;
  MergeStrategy merge_strategy = MergeStrategy::merge;
  bool merge_keep = false;
  bool prompt_file_only = false;
  StatusFormat status_format = StatusFormat::window;
  StatusIcons status_icons;
  std::optional<bool> nerdfont;
  Theme theme;
  bool auto_update_check = true;
  Dashboard dashboard;
  Sidebar sidebar;
  Sandbox sandbox;
  std::optional<ProjectTrust> project_trust;  // unset: project_trust() below decides
  std::optional<MuxBackend> backend;
  std::vector<std::string> pane_env;
  Notify notify;
  Derived derived;
  bool operator==(const Config&) const = default;
};

// The trust rule in force: the key, else `prompt` under sandbox.strict, else `auto` (CLI 6.1).
ProjectTrust project_trust(const Config& config);

// The agent as a command line and a type (CLI 5.4): `wanted` (the -a flag), else config.agent; one look-up in `agents`.
NamedAgent resolve_agent(const Config& config, const std::optional<std::string>& wanted = std::nullopt);

}  // namespace config
