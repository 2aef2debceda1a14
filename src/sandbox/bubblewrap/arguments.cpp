#include "sandbox/bubblewrap/arguments.h"

#include <algorithm>

#include "os/files.h"

namespace sandbox::bubblewrap {
namespace {

using Arguments = std::vector<std::string>;

void add(Arguments& arguments, std::initializer_list<std::string> words) {
  arguments.insert(arguments.end(), words.begin(), words.end());
}

void add_namespaces(Arguments& arguments, const LaunchPlan& plan, NetworkNamespace network) {
  // The user namespace also for root: without it bwrap would use root's real capabilities while it builds the tree, and
  // the guest would keep the host's view of its own.
  add(arguments, {"--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"});
  if (network == NetworkNamespace::own) add(arguments, {"--unshare-net"});
  add(arguments, {"--uid", std::to_string(plan.uid), "--gid", std::to_string(plan.gid), "--hostname", plan.hostname});
  add(arguments, {"--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"});
}

void add_entry(Arguments& arguments, const HostSystem::Entry& entry) {
  const std::string path = entry.path.string();
  if (entry.link.empty()) {
    add(arguments, {"--ro-bind-try", path, path});
  } else {
    add(arguments, {"--symlink", entry.link, path});
  }
}

bool is_stub(const HostSystem::Entry& entry) {
  return entry.link.find("systemd/resolve") != std::string::npos;
}

void add_system(Arguments& arguments, const LaunchPlan& plan, const HostSystem& system) {
  for (const auto& entry : system.directories) add_entry(arguments, entry);
  for (const auto& entry : system.etc) {
    const bool resolver = entry.path == "/etc/resolv.conf";
    if (resolver && !system.resolv_conf.empty()) continue;
    if (resolver && (is_stub(entry) || !entry.link.empty())) {
      // A link into /run, which is private inside: the file it leads to is bound instead.
      add(arguments, {"--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf"});
      continue;
    }
    add_entry(arguments, entry);
  }
  if (!system.resolv_conf.empty()) add(arguments, {"--ro-bind", system.resolv_conf.string(), "/etc/resolv.conf"});
  add(arguments, {"--proc", "/proc", "--dev", "/dev"});
  for (const auto& path : system.proc_read_only) add(arguments, {"--ro-bind-try", path.string(), path.string()});
  for (const auto& path : system.proc_masked) {
    const auto status = os::status_of(path);
    if (status && status->type == os::FileType::directory) {
      add(arguments, {"--tmpfs", path.string(), "--remount-ro", path.string()});
    } else {
      add(arguments, {"--ro-bind-try", "/dev/null", path.string()});
    }
  }
  for (const char* path : {"/tmp", "/var/tmp", "/dev/shm"}) add(arguments, {"--perms", "1777", "--tmpfs", path});
  add(arguments, {"--tmpfs", "/run", "--symlink", "/run", "/var/run"});
  add(arguments, {"--perms", "0700", "--tmpfs", plan.home.string()});
}

void add_mount(Arguments& arguments, const Mount& mount) {
  const std::string target = mount.target.string();
  switch (mount.kind) {
    case MountKind::bind:
      add(arguments, {mount.writable ? "--bind" : "--ro-bind", mount.source.string(), target});
      break;
    case MountKind::null_file:
      add(arguments, {"--ro-bind", "/dev/null", target});
      break;
    case MountKind::empty_directory:
      add(arguments, {"--perms", "0555", "--tmpfs", target, "--remount-ro", target});
      break;
    case MountKind::private_directory:
      add(arguments, {"--perms", "0700", "--tmpfs", target});
      break;
  }
}

}  // namespace

std::vector<std::string> bwrap_arguments(const LaunchPlan& plan, const HostSystem& system, NetworkNamespace network,
                                         const ArgumentDescriptors& descriptors) {
  Arguments arguments;
  add_namespaces(arguments, plan, network);
  add_system(arguments, plan, system);
  for (const auto& mount : plan.mounts) add_mount(arguments, mount);
  add(arguments, {"--chdir", plan.directory.string()});
  if (descriptors.seccomp >= 0) add(arguments, {"--seccomp", std::to_string(descriptors.seccomp)});
  if (descriptors.information >= 0) add(arguments, {"--info-fd", std::to_string(descriptors.information)});
  return arguments;
}

}  // namespace sandbox::bubblewrap
