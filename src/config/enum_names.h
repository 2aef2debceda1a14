#pragma once
// The words of configuration files for the values of our enumerations.

#include <string_view>
#include <utility>

#include "config/config.h"

namespace config {

template <class E>
struct EnumNames;

template <class E>
using EnumName = std::pair<std::string_view, E>;

// The word of a value.
template <class E>
constexpr std::string_view name_of(E value) {
  for (const auto& [name, named] : EnumNames<E>::list) {
    if (named == value) return name;
  }
  return {};
}

template <>
struct EnumNames<Mode> {
  using enum Mode;
  static constexpr EnumName<Mode> list[] = {{"window", window}, {"session", session}};
};
template <>
struct EnumNames<WorktreeNaming> {
  using enum WorktreeNaming;
  static constexpr EnumName<WorktreeNaming> list[] = {{"full", full}, {"basename", basename}};
};
template <>
struct EnumNames<MergeStrategy> {
  using enum MergeStrategy;
  static constexpr EnumName<MergeStrategy> list[] = {{"merge", merge}, {"rebase", rebase}, {"squash", squash}};
};
template <>
struct EnumNames<Split> {
  using enum Split;
  static constexpr EnumName<Split> list[] = {{"horizontal", horizontal}, {"vertical", vertical}};
};
template <>
struct EnumNames<ProjectTrust> {
  using enum ProjectTrust;
  static constexpr EnumName<ProjectTrust> list[] = {{"auto", automatic}, {"prompt", prompt}, {"always", always}};
};
template <>
struct EnumNames<MuxBackend> {
  using enum MuxBackend;
  static constexpr EnumName<MuxBackend> list[] = {
      {"tmux", tmux}, {"wezterm", wezterm}, {"kitty", kitty}, {"zellij", zellij}};
};
template <>
struct EnumNames<NotifyOn> {
  using enum NotifyOn;
  static constexpr EnumName<NotifyOn> list[] = {{"working", working}, {"waiting", waiting}, {"done", done}};
};
template <>
struct EnumNames<WorktreeLabel> {
  using enum WorktreeLabel;
  static constexpr EnumName<WorktreeLabel> list[] = {{"handle-first", handle_first}, {"branch-first", branch_first}};
};
template <>
struct EnumNames<InputExit> {
  using enum InputExit;
  static constexpr EnumName<InputExit> list[] = {{"esc", esc}, {"esc-esc", esc_esc}};
};
template <>
struct EnumNames<SidebarPosition> {
  using enum SidebarPosition;
  static constexpr EnumName<SidebarPosition> list[] = {{"left", left}, {"top", top}};
};
template <>
struct EnumNames<SidebarLayout> {
  using enum SidebarLayout;
  static constexpr EnumName<SidebarLayout> list[] = {{"tiles", tiles}, {"compact", compact}};
};
template <>
struct EnumNames<SidebarGroupBy> {
  using enum SidebarGroupBy;
  static constexpr EnumName<SidebarGroupBy> list[] = {{"project", project}, {"session", session}};
};
template <>
struct EnumNames<SidebarSort> {
  using enum SidebarSort;
  static constexpr EnumName<SidebarSort> list[] = {{"recency", recency}, {"priority", priority}, {"window", window}};
};
template <>
struct EnumNames<SandboxBackend> {
  using enum SandboxBackend;
  static constexpr EnumName<SandboxBackend> list[] = {
      {"container", container}, {"lima", lima}, {"bubblewrap", bubblewrap}};
};
template <>
struct EnumNames<SandboxTarget> {
  using enum SandboxTarget;
  static constexpr EnumName<SandboxTarget> list[] = {{"agent", agent}, {"all", all}};
};
template <>
struct EnumNames<Toolchain> {
  using enum Toolchain;
  static constexpr EnumName<Toolchain> list[] = {
      {"auto", automatic}, {"off", off}, {"devbox", devbox}, {"flake", flake}};
};
template <>
struct EnumNames<NetworkPolicy> {
  using enum NetworkPolicy;
  static constexpr EnumName<NetworkPolicy> list[] = {{"allow", allow}, {"deny", deny}};
};
template <>
struct EnumNames<ContainerRuntime> {
  using enum ContainerRuntime;
  static constexpr EnumName<ContainerRuntime> list[] = {
      {"docker", docker}, {"podman", podman}, {"apple-container", apple_container}};
};
template <>
struct EnumNames<ContainerHardening> {
  using enum ContainerHardening;
  static constexpr EnumName<ContainerHardening> list[] = {{"standard", standard}, {"relaxed", relaxed}};
};
template <>
struct EnumNames<LimaIsolation> {
  using enum LimaIsolation;
  static constexpr EnumName<LimaIsolation> list[] = {{"project", project}, {"shared", shared}};
};
template <>
struct EnumNames<SandboxGit> {
  using enum SandboxGit;
  static constexpr EnumName<SandboxGit> list[] = {{"quarantine", quarantine}, {"shared", shared}};
};
template <>
struct EnumNames<MainWorktreeAccess> {
  using enum MainWorktreeAccess;
  static constexpr EnumName<MainWorktreeAccess> list[] = {{"links", links}, {"none", none}, {"writable", writable}};
};
template <>
struct EnumNames<AgentDirAccess> {
  using enum AgentDirAccess;
  static constexpr EnumName<AgentDirAccess> list[] = {
      {"split", split}, {"readonly", readonly}, {"separate", separate}, {"shared", shared}};
};
template <>
struct EnumNames<PlainPanes> {
  using enum PlainPanes;
  static constexpr EnumName<PlainPanes> list[] = {{"worktree", worktree}, {"main", main}, {"sandbox", sandbox}};
};
template <>
struct EnumNames<RpcAnswer> {
  using enum RpcAnswer;
  static constexpr EnumName<RpcAnswer> list[] = {{"allow", allow}, {"ask", ask}, {"deny", deny}};
};
template <>
struct EnumNames<RpcBind> {
  using enum RpcBind;
  static constexpr EnumName<RpcBind> list[] = {{"any", any}};
};
template <>
struct EnumNames<ClipboardAccess> {
  using enum ClipboardAccess;
  static constexpr EnumName<ClipboardAccess> list[] = {
      {"recent", recent}, {"allow", allow}, {"ask", ask}, {"deny", deny}};
};
template <>
struct EnumNames<HostExecHome> {
  using enum HostExecHome;
  static constexpr EnumName<HostExecHome> list[] = {{"toolchains", toolchains}, {"denylist", denylist}};
};

}  // namespace config
