#pragma once
// The keys below `sandbox:` (CLI 6.12) as plain data. What they do: SBX 3 and the sections the table names.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace config {

enum class SandboxBackend { container, lima, bubblewrap };
enum class SandboxTarget { agent, all };
enum class Toolchain { automatic, off, devbox, flake };
enum class NetworkPolicy { allow, deny };
enum class ContainerRuntime { docker, podman, apple_container };
enum class ContainerHardening { standard, relaxed };
enum class LimaIsolation { project, shared };
enum class SandboxGit { quarantine, shared };
enum class MainWorktreeAccess { links, none, writable };
enum class AgentDirAccess { split, readonly, separate, shared };
enum class PlainPanes { worktree, main, sandbox };
enum class RpcAnswer { allow, ask, deny };
enum class RpcBind { any };
enum class ClipboardAccess { recent, allow, ask, deny };
enum class HostExecHome { toolchains, denylist };

// SBX 3.2. Paths as written: `~` is expanded and absoluteness checked when the sandbox starts.
struct ExtraMount {
  std::string host_path;
  std::optional<std::string> guest_path;  // none: the expanded host path
  bool writable = false;
  bool operator==(const ExtraMount&) const = default;
};

// SBX 3.3; valid after load(). "@NAME" stands for the preset of an agent.
struct AllowedDomain {
  std::string host;
  bool allow_private_ips = false;
  bool operator==(const AllowedDomain&) const = default;
};

// SBX 3.4; valid after load().
struct ContainerDevice {
  std::string host_path;
  std::optional<std::string> guest_path;
  std::optional<std::string> permissions;  // letters of "rwm"
  bool operator==(const ContainerDevice&) const = default;
};

struct SandboxNetwork {
  NetworkPolicy policy = NetworkPolicy::allow;
  std::vector<AllowedDomain> allowed_domains;
  bool operator==(const SandboxNetwork&) const = default;
};

struct SandboxContainer {
  std::optional<ContainerRuntime> runtime;  // none: detection, SBX 6.1
  std::optional<std::uint32_t> cpus;
  std::optional<std::string> memory;
  std::vector<ContainerDevice> devices;
  std::vector<std::string> group_add;
  std::vector<std::string> excluded_files;  // relative to the worktree
  ContainerHardening hardening = ContainerHardening::standard;
  std::uint32_t pids_limit = 4096;
  bool operator==(const SandboxContainer&) const = default;
};

struct SandboxLima {
  LimaIsolation isolation = LimaIsolation::project;
  std::optional<std::string> projects_dir;
  std::uint32_t cpus = 4;
  std::string memory = "4GiB";
  std::string disk = "100GiB";
  std::optional<std::string> provision;  // never blank
  bool skip_default_provision = false;
  bool operator==(const SandboxLima&) const = default;
};

struct SandboxBubblewrap {
  std::vector<std::string> paths;  // further read-only directories
  bool allow_userns = false;
  bool operator==(const SandboxBubblewrap&) const = default;
};

struct SandboxRpc {
  RpcAnswer spawn = RpcAnswer::allow;
  RpcAnswer merge = RpcAnswer::allow;
  RpcAnswer close = RpcAnswer::allow;
  std::uint32_t max_live = 32;
  std::uint32_t max_depth = 4;
  std::uint32_t per_hour = 100;
  bool operator==(const SandboxRpc&) const = default;
};

struct SandboxHostExec {
  HostExecHome home = HostExecHome::toolchains;
  std::vector<std::string> read;         // paths under home, added to the built-in list
  std::optional<std::uint32_t> timeout;  // seconds
  bool operator==(const SandboxHostExec&) const = default;
};

struct Sandbox {
  bool enabled = false;
  SandboxBackend backend = SandboxBackend::container;
  SandboxTarget target = SandboxTarget::agent;
  std::optional<std::string> image;
  Toolchain toolchain = Toolchain::automatic;
  std::vector<std::string> env_passthrough;
  std::map<std::string, std::string> env;
  std::optional<std::string> rpc_host;
  std::vector<std::string> host_commands;
  std::vector<ExtraMount> extra_mounts;
  std::optional<std::string> agent_config_dir;
  bool dangerously_allow_unsandboxed_host_exec = false;
  SandboxNetwork network;
  SandboxContainer container;
  SandboxLima lima;
  bool strict = false;
  std::string image_repo = "ghcr.io/raine/workmux-sandbox";
  SandboxGit git = SandboxGit::quarantine;
  SandboxBubblewrap bubblewrap;
  MainWorktreeAccess main_worktree = MainWorktreeAccess::links;
  AgentDirAccess agent_dir = AgentDirAccess::split;
  PlainPanes plain_panes = PlainPanes::worktree;
  SandboxRpc rpc;
  std::optional<RpcBind> rpc_bind;
  ClipboardAccess clipboard = ClipboardAccess::recent;
  SandboxHostExec host_exec;
  bool operator==(const Sandbox&) const = default;
};

// The defaults under `strict: true` (SBX 3.5): explicit keys win over them.
Sandbox strict_sandbox_defaults();

}  // namespace config
