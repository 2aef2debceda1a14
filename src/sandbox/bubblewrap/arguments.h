#pragma once
// The argument vector of bwrap for a plan (SBX 6.11).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/plan.h"

namespace sandbox::bubblewrap {

// Descriptors that bwrap inherits, by their numbers in it; -1: not used.
struct ArgumentDescriptors {
  int seccomp = -1;      // --seccomp
  int information = -1;  // --info-fd
};

enum class NetworkNamespace { own, host };

// What the host has, so that the vector can be computed without looking at a disk.
struct HostSystem {
  struct Entry {
    std::filesystem::path path;  // under "/"
    std::string link;            // target when it is a symbolic link, else empty
  };
  std::vector<Entry> directories;                     // those of /usr, /bin, /sbin, /lib*, /opt, /nix that exist
  std::vector<Entry> etc;                             // the entries of /etc that programs need and that exist
  std::vector<std::filesystem::path> proc_read_only;  // entries of /proc that even uid 0 must not write
  std::vector<std::filesystem::path> proc_masked;     // entries of /proc that are hidden
  std::filesystem::path resolv_conf;  // a file that replaces /etc/resolv.conf; empty: the host's content
};

// Looks at the host.
HostSystem read_host_system();

// bwrap's arguments without argv[0] and without the part from "--" on. The environment is not in them: bwrap hands on
// its own, which is the plan's (SBX E18).
std::vector<std::string> bwrap_arguments(const LaunchPlan& plan, const HostSystem& system, NetworkNamespace network,
                                         const ArgumentDescriptors& descriptors);

}  // namespace sandbox::bubblewrap
