#include "sandbox/plan.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/excluded_files.h"
#include "sandbox/main_worktree.h"
#include "sandbox/plan_environment.h"

namespace sandbox {
namespace {

// Programs that people install below home (SBX 10.5), with the places that the agents' own installers use. Never
// configuration or data.
constexpr std::array kToolchains = {".local/bin",
                                    ".local/share/claude",
                                    ".claude/local",
                                    ".opencode/bin",
                                    ".cargo/bin",
                                    ".rustup",
                                    ".nvm",
                                    ".volta",
                                    ".asdf",
                                    ".local/share/mise",
                                    ".sdkman",
                                    ".pyenv",
                                    ".rbenv",
                                    ".nodenv",
                                    ".bun",
                                    ".deno",
                                    ".nix-profile",
                                    "go/bin",
                                    "go/pkg/mod",
                                    ".m2/repository",
                                    ".gradle/wrapper",
                                    ".npm-global",
                                    ".local/share/pnpm",
                                    ".local/share/uv",
                                    ".local/pipx"};

constexpr std::array kSystemRoots = {"/usr", "/bin", "/sbin", "/opt", "/nix", "/gnu"};

class Planner {
 public:
  Planner(const Snapshot& snapshot, const PlanInputs& inputs)
      : snapshot_(snapshot),
        inputs_(inputs),
        sandbox_(snapshot.config.sandbox),
        rules_(mount_rules(inputs.paths.home, inputs.paths.config, inputs.paths.state)) {
    // What we made ourselves for this guest, in our own state.
    for (const auto& mount : inputs.repository_mounts) exempt(mount);
    for (const auto& mount : inputs.agent_mounts) exempt(mount);
    if (!inputs.rpc_directory.empty()) exempt({.source = inputs.rpc_directory, .target = {}});
  }

  base::Result<LaunchPlan> make();

 private:
  void exempt(const Mount& mount) {
    if (const auto real = os::real_path(mount.source)) rules_.exempt.push_back(*real);
  }
  base::Result<> add(const Mount& mount, std::string_view what) {
    plan_.mounts.push_back(TRY(check_mount(mount, rules_, what)));
    return {};
  }
  bool container() const { return sandbox_.backend == config::SandboxBackend::container; }
  base::Result<> check_basics();
  base::Result<> add_agent();
  base::Result<> add_toolchains();
  base::Result<> add_worktrees();
  base::Result<> add_masks();
  base::Result<> add_extra_mounts();
  base::Result<> add_ours();
  std::vector<std::filesystem::path> readable_places() const;

  const Snapshot& snapshot_;
  const PlanInputs& inputs_;
  const config::Sandbox& sandbox_;
  MountRules rules_;
  LaunchPlan plan_;
};

base::Result<> Planner::check_basics() {
  if (inputs_.paths.home == "/") {
    return base::fail("A sandbox cannot be made while HOME is '/'", "Set HOME to your home directory.");
  }
  if (!os::is_within(inputs_.directory, snapshot_.worktree)) {
    return base::fail(fmt::format("'{}' is not inside the worktree '{}'",
                                  base::sanitise_line(inputs_.directory.string()),
                                  base::sanitise_line(snapshot_.worktree.string())));
  }
  return {};
}

base::Result<> Planner::add_toolchains() {
  for (const char* name : kToolchains) {
    const auto path = inputs_.paths.home / name;
    // As a root of programs that lies elsewhere (a link) it is the user's choice; the check still applies to where it
    // is.
    const auto status = os::status_following(path);
    if (!status || status->type != os::FileType::directory) continue;
    auto mount = check_mount({.source = path, .target = path}, rules_, "The user's programs");
    if (mount) plan_.mounts.push_back(*std::move(mount));
  }
  for (const auto& path : sandbox_.bubblewrap.paths) {
    const auto expanded = expand_home(path, inputs_.paths.home);
    TRY(add({.source = expanded, .target = expanded}, "sandbox.bubblewrap.paths"));
  }
  return {};
}

// Where an agent's file is in a container: below its HOME instead of the host's (SBX 6.6).
std::filesystem::path container_place(const std::filesystem::path& target, const std::filesystem::path& home) {
  const auto codex = home / ".codex";
  if (target == codex) return kContainerCodexHome;
  if (os::is_within(target, codex)) return kContainerCodexHome / target.lexically_relative(codex);
  if (!os::is_within(target, home)) return target;
  return kContainerHome / target.lexically_relative(home);
}

base::Result<> Planner::add_agent() {
  for (Mount mount : inputs_.agent_mounts) {
    if (container()) mount.target = container_place(mount.target, inputs_.paths.home).lexically_normal();
    TRY(add(mount, "The agent's directory"));
  }
  return {};
}

base::Result<> Planner::add_worktrees() {
  auto main = main_worktree_mounts(snapshot_, rules_);
  plan_.mounts.insert(plan_.mounts.end(), main.mounts.begin(), main.mounts.end());
  plan_.warnings.insert(plan_.warnings.end(), main.warnings.begin(), main.warnings.end());
  TRY(add({.source = snapshot_.worktree, .target = snapshot_.worktree, .writable = true}, "The worktree"));
  if (sandbox_.git == config::SandboxGit::shared) {
    plan_.warnings.emplace_back(
        "sandbox.git is 'shared': what the agent writes into the repository's .git runs on the host");
    TRY(add({.source = snapshot_.common_dir, .target = snapshot_.common_dir, .writable = true}, "The git directory"));
    const auto link = snapshot_.worktree / ".git";
    if (!snapshot_.is_main_checkout()) TRY(add({.source = link, .target = link}, "The .git link"));
  }
  for (const auto& mount : inputs_.repository_mounts) TRY(add(mount, "The git directory"));
  return {};
}

base::Result<> Planner::add_masks() {
  std::vector<std::filesystem::path> roots = {snapshot_.worktree};
  if (!snapshot_.main_worktree.empty() && !snapshot_.is_main_checkout()) roots.push_back(snapshot_.main_worktree);
  auto masks = excluded_file_masks(sandbox_.container.excluded_files, roots);
  for (const auto& mount : masks.mounts) TRY(add(mount, "sandbox.container.excluded_files"));
  plan_.masked = std::move(masks.files);
  plan_.warnings.insert(plan_.warnings.end(), masks.warnings.begin(), masks.warnings.end());
  return {};
}

base::Result<> Planner::add_extra_mounts() {
  for (const auto& entry : sandbox_.extra_mounts) {
    const auto host = expand_home(entry.host_path, inputs_.paths.home);
    if (!host.is_absolute()) {
      return base::fail(fmt::format("extra_mounts: host path must be absolute (got '{}'). Use an absolute path or ~/.",
                                    base::sanitise_line(entry.host_path)));
    }
    const std::filesystem::path guest = entry.guest_path ? std::filesystem::path(*entry.guest_path) : host;
    if (!guest.is_absolute()) {
      return base::fail(
          fmt::format("extra_mounts: guest_path must be absolute (got '{}').", base::sanitise_line(guest.string())));
    }
    TRY(add({.source = host.lexically_normal(), .target = guest.lexically_normal(), .writable = entry.writable},
            "sandbox.extra_mounts"));
  }
  return {};
}

base::Result<> Planner::add_ours() {
  const std::filesystem::path programs(kGuestProgramDirectory);
  TRY(add({.source = inputs_.guest_program, .target = programs / "workmux"}, "The guest program"));
  if (!inputs_.rpc_directory.empty()) {
    TRY(add({.source = inputs_.rpc_directory, .target = kGuestSocketDirectory}, "The RPC socket"));
  }
  return {};
}

std::string hostname_for(std::string_view handle) {
  std::string name = base::slug(handle).substr(0, 60);
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "workmux" : name;
}

// Directories of the host that a bubblewrap guest sees at their own paths.
std::vector<std::filesystem::path> Planner::readable_places() const {
  std::vector<std::filesystem::path> readable(kSystemRoots.begin(), kSystemRoots.end());
  for (const auto& mount : plan_.mounts) {
    if (mount.kind == MountKind::bind) readable.push_back(mount.target);
  }
  return readable;
}

base::Result<LaunchPlan> Planner::make() {
  TRY(check_basics());
  if (!container()) TRY(add_toolchains());
  if (!container()) TRY(add_agent());
  TRY(add_worktrees());
  TRY(add_masks());
  TRY(add_extra_mounts());
  TRY(add_ours());
  // The order of SBX 6.2, step 20.
  if (container()) TRY(add_agent());
  if (container()) {
    plan_.environment = container_environment(snapshot_, inputs_);
    plan_.arguments = {"sh", "-c", inputs_.command};
    plan_.home = kContainerHome;
  } else {
    plan_.environment = guest_environment(snapshot_, inputs_, readable_places());
    plan_.arguments = {fmt::format("{}/workmux", kGuestProgramDirectory), "_init", "--", "sh", "-c", inputs_.command};
    plan_.home = inputs_.paths.home;
  }
  plan_.directory = inputs_.directory;
  plan_.hostname = hostname_for(snapshot_.handle);
  plan_.uid = getuid();
  plan_.gid = getgid();
  plan_.network = sandbox_.network.policy;
  plan_.allow_user_namespaces = sandbox_.bubblewrap.allow_userns;
  plan_.terminal = inputs_.terminal;
  return std::move(plan_);
}

}  // namespace

std::filesystem::path expand_home(std::string_view path, const std::filesystem::path& home) {
  if (path == "~") return home;
  if (path.starts_with("~/")) return home / path.substr(2);
  return path;
}

base::Result<LaunchPlan> make_plan(const Snapshot& snapshot, const PlanInputs& inputs) {
  return Planner(snapshot, inputs).make();
}

}  // namespace sandbox
