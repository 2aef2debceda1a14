#pragma once
// The system call filter of the bubblewrap backend (SBX 6.11).

#include "base/result.h"
#include "os/descriptor.h"

namespace sandbox::bubblewrap {

enum class UserNamespaces { refused, allowed };

// The filter as a BPF program in an anonymous file, at its start, for bwrap --seccomp. Kills foreign ABIs; EPERM for
// TIOCSTI and TIOCLINUX, the mount family, bpf, keys, perf, userfaultfd, kexec, modules, clocks, new user namespaces,
// and set-user-id and set-group-id bits; ENOSYS for clone3, io_uring, openat2, fchmodat2.
base::Result<os::Descriptor> seccomp_filter(UserNamespaces user_namespaces);

}  // namespace sandbox::bubblewrap
