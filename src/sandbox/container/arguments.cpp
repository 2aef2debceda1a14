#include "sandbox/container/arguments.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "os/files.h"
#include "sandbox/container/mount_option.h"

namespace sandbox::container {
namespace {

using Arguments = std::vector<std::string>;

void add(Arguments& arguments, std::initializer_list<std::string> words) {
  arguments.insert(arguments.end(), words.begin(), words.end());
}

std::string device_text(const config::ContainerDevice& device) {
  std::string text = device.host_path;
  if (device.guest_path) text += ":" + *device.guest_path;
  if (device.permissions) text += (device.guest_path ? ":" : ":" + device.host_path + ":") + *device.permissions;
  return text;
}

void add_resources(Arguments& arguments, const Policy& policy, const ArgumentInputs& inputs) {
  const auto& settings = policy.settings;
  if (inputs.facts.limits && settings.memory && !settings.memory->empty()) {
    add(arguments, {"--memory", *settings.memory});
  }
  if (inputs.facts.limits && settings.cpus) add(arguments, {"--cpus", std::to_string(*settings.cpus)});
  if (inputs.runtime == ContainerRuntime::docker) {
    add(arguments, {"--add-host", "host.docker.internal:host-gateway"});
  }
  for (const auto& device : settings.devices) add(arguments, {"--device", device_text(device)});
}

// Never as the image's root: the ids of the caller, whatever the image says (SBX E16).
void add_user(Arguments& arguments, const LaunchPlan& plan, const Policy& policy, const ArgumentInputs& inputs) {
  // Only without root is there a user namespace in which ids would change.
  if (inputs.runtime == ContainerRuntime::podman && plan.uid != 0) add(arguments, {"--userns=keep-id"});
  add(arguments, {"--user", fmt::format("{}:{}", plan.uid, plan.gid)});
  for (const auto& group : policy.settings.group_add) add(arguments, {"--group-add", group});
}

// The client's default, Ctrl-P Ctrl-Q, would swallow a key that shells and agents use. docker cannot do without, so it
// gets keys that nobody types.
void add_detach_keys(Arguments& arguments, const ArgumentInputs& inputs) {
  const bool podman = inputs.runtime == ContainerRuntime::podman;
  add(arguments, {podman ? "--detach-keys=" : "--detach-keys=ctrl-^,ctrl-@,ctrl-^,ctrl-@"});
}

void add_hardening(Arguments& arguments, const LaunchPlan& plan, const Policy& policy, const ArgumentInputs& inputs) {
  add(arguments, {"--label", "workmux=1", "--label", "workmux.handle=" + policy.handle, "--label",
                  "workmux.project=" + policy.project_id});
  if (hardens(policy, plan)) {
    add(arguments, {"--cap-drop=ALL", "--security-opt", "no-new-privileges"});
  }
  // The other way would be to give the user's files other labels.
  if (inputs.facts.selinux) add(arguments, {"--security-opt", "label=disable"});
  if (inputs.facts.limits) add(arguments, {"--pids-limit", std::to_string(policy.settings.pids_limit)});
  if (inputs.facts.engine_init) add(arguments, {"--init"});
  if (plan.network == config::NetworkPolicy::deny) add(arguments, {"--network", "none"});
  if (inputs.terminal == Terminal::pseudo) add_detach_keys(arguments, inputs);
}

base::Result<> add_mounts(Arguments& arguments, const LaunchPlan& plan, const ArgumentInputs& inputs) {
  size_t private_count = 0;
  for (size_t i = 0; i < plan.mounts.size(); ++i) {
    const Mount& mount = plan.mounts[i];
    std::filesystem::path source = mount.source;
    Access access = mount.writable ? Access::read_write : Access::read_only;
    if (mount.kind == MountKind::null_file) source = "/dev/null";
    if (mount.kind == MountKind::empty_directory) source = inputs.empty_directory;
    if (mount.kind == MountKind::private_directory) {
      source = inputs.private_directories / std::to_string(private_count++);
      access = Access::read_write;
    }
    // The engines refuse two mounts at one place; the later one is the one that would be seen.
    const auto rest = plan.mounts.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    if (std::any_of(rest, plan.mounts.end(), [&](const Mount& other) { return other.target == mount.target; }))
      continue;
    add(arguments, {"--mount", TRY(bind_option(inputs.runtime, source, mount.target, access))});
  }
  return {};
}

// Our own program comes first, whatever the image says: it applies the filter, which outlasts everything that the guest
// starts, and is a first process that hands on signals and wakes what Ctrl-Z stopped.
base::Result<> add_entry_point(Arguments& arguments, const ArgumentInputs& inputs) {
  add(arguments, {"--mount", TRY(bind_option(inputs.runtime, inputs.guest_program, kGuestEntry, Access::read_only))});
  if (!inputs.filter.empty()) {
    add(arguments, {"--mount", TRY(bind_option(inputs.runtime, inputs.filter, kGuestFilter, Access::read_only))});
  }
  add(arguments, {"--entrypoint", std::string(kGuestEntry)});
  return {};
}

}  // namespace

bool hardens(const Policy& policy, const LaunchPlan& plan) {
  return policy.settings.hardening == config::ContainerHardening::standard ||
         plan.network == config::NetworkPolicy::deny;
}

std::filesystem::path guest_program_of(const LaunchPlan& plan) {
  const auto place = std::filesystem::path(kGuestProgramDirectory) / "workmux";
  const auto found = std::ranges::find(plan.mounts, place, &Mount::target);
  return found == plan.mounts.end() ? std::filesystem::path() : found->source;
}

EngineFacts read_engine_facts(ContainerRuntime runtime) {
  EngineFacts facts;
  facts.selinux = os::status_of("/sys/fs/selinux/enforce").has_value();
  if (runtime != ContainerRuntime::podman) return facts;
  // podman brings no first process of its own.
  constexpr std::array kInits = {"/usr/libexec/podman/catatonit", "/usr/lib/podman/catatonit", "/usr/bin/catatonit",
                                 "/usr/local/libexec/podman/catatonit", "/run/current-system/sw/bin/catatonit"};
  facts.engine_init = std::ranges::any_of(kInits, [](const char* path) { return access(path, X_OK) == 0; });
  // An ordinary user owns control groups only in version 2; podman complains at each start.
  facts.limits = getuid() == 0 || os::status_of("/sys/fs/cgroup/cgroup.controllers").has_value();
  return facts;
}

size_t count_private_directories(const LaunchPlan& plan) {
  return static_cast<size_t>(
      std::ranges::count(plan.mounts, MountKind::private_directory, [](const Mount& mount) { return mount.kind; }));
}

base::Result<std::vector<std::string>> run_arguments(const LaunchPlan& plan, const Policy& policy,
                                                     const PassedEnvironment& environment,
                                                     const ArgumentInputs& inputs) {
  Arguments arguments = {"run", "--name", inputs.name, "--rm", inputs.terminal == Terminal::pseudo ? "-it" : "-i"};
  add_resources(arguments, policy, inputs);
  add_user(arguments, plan, policy, inputs);
  add_hardening(arguments, plan, policy, inputs);
  TRY(add_mounts(arguments, plan, inputs));
  TRY(add_entry_point(arguments, inputs));
  add(arguments, {"--workdir", plan.directory.string()});
  arguments.insert(arguments.end(), environment.options.begin(), environment.options.end());
  arguments.push_back(policy.image);
  arguments.insert(arguments.end(), policy.entry_point.begin(), policy.entry_point.end());
  arguments.insert(arguments.end(), plan.arguments.begin(), plan.arguments.end());
  return arguments;
}

}  // namespace sandbox::container
