#include "sandbox/bubblewrap/seccomp.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace sandbox::bubblewrap {
namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

// Refused whatever their arguments: none of them is needed by programs that people run, all of them widen what a guest
// can do to the kernel it shares.
constexpr std::array kRefused = {"mount",
                                 "umount",
                                 "umount2",
                                 "pivot_root",
                                 "chroot",
                                 "move_mount",
                                 "open_tree",
                                 "fsopen",
                                 "fsconfig",
                                 "fsmount",
                                 "fspick",
                                 "mount_setattr",
                                 "setns",
                                 "quotactl",
                                 "quotactl_fd",
                                 "swapon",
                                 "swapoff",
                                 "bpf",
                                 "keyctl",
                                 "add_key",
                                 "request_key",
                                 "perf_event_open",
                                 "userfaultfd",
                                 "kexec_load",
                                 "kexec_file_load",
                                 "init_module",
                                 "finit_module",
                                 "delete_module",
                                 "create_module",
                                 "get_kernel_syms",
                                 "query_module",
                                 "reboot",
                                 "settimeofday",
                                 "clock_settime",
                                 "clock_adjtime",
                                 "adjtimex",
                                 "stime",
                                 "syslog",
                                 "acct",
                                 "lookup_dcookie",
                                 "open_by_handle_at",
                                 "fanotify_init",
                                 "iopl",
                                 "ioperm",
                                 "nfsservctl",
                                 "uselib",
                                 "ustat",
                                 "sysfs",
                                 "_sysctl",
                                 "vhangup",
                                 "vm86",
                                 "vm86old",
                                 "process_madvise",
                                 "sethostname",
                                 "setdomainname"};

// Answered as by an older kernel: their arguments lie in memory, where a filter cannot look, and every program falls
// back to the call that it can look into.
constexpr std::array kUnknown = {"clone3",         "openat2",        "fchmodat2",
                                 "io_uring_setup", "io_uring_enter", "io_uring_register"};

// Adds a rule; calls that this architecture or library does not know need none.
bool add(scmp_filter_ctx filter, std::uint32_t action, const char* name,
         std::initializer_list<scmp_arg_cmp> arguments) {
  const int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return true;
  const int result =
      seccomp_rule_add_array(filter, action, number, static_cast<unsigned>(arguments.size()), arguments.begin());
  // -EDOM: the call exists on other architectures only.
  return result == 0 || result == -EDOM;
}

// The low 32 bits of the request count: the kernel ignores the others, a plain comparison would not (SBX 6.11).
bool refuse_terminal_input(scmp_filter_ctx filter) {
  const std::uint32_t denied = SCMP_ACT_ERRNO(EPERM);
  return add(filter, denied, "ioctl", {SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffU, TIOCSTI)}) &&
         add(filter, denied, "ioctl", {SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffU, TIOCLINUX)}) &&
         add(filter, denied, "ioctl", {SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffU, TIOCCONS)});
}

// A file that runs as its owner is harmless inside (nosuid), but the worktree is on the host, where the owner is the
// user or root: the bits may not be set at all (SBX E16).
bool refuse_set_id_bits(scmp_filter_ctx filter) {
  const std::uint32_t denied = SCMP_ACT_ERRNO(EPERM);
  for (const scmp_datum_t bit : {scmp_datum_t{S_ISUID}, scmp_datum_t{S_ISGID}}) {
    const bool added =
        add(filter, denied, "chmod", {SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "fchmod", {SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "fchmodat", {SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "creat", {SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "mknod", {SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "mknodat", {SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        // The mode counts only with O_CREAT or O_TMPFILE; without them it may be any garbage.
        add(filter, denied, "open",
            {SCMP_A1(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT), SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "openat",
            {SCMP_A2(SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT), SCMP_A3(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "open",
            {SCMP_A1(SCMP_CMP_MASKED_EQ, O_TMPFILE, O_TMPFILE), SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)}) &&
        add(filter, denied, "openat",
            {SCMP_A2(SCMP_CMP_MASKED_EQ, O_TMPFILE, O_TMPFILE), SCMP_A3(SCMP_CMP_MASKED_EQ, bit, bit)});
    if (!added) return false;
  }
  return true;
}

// Without user namespaces of its own a guest has no capability anywhere, so none of the other kinds can be made either.
bool refuse_user_namespaces(scmp_filter_ctx filter) {
  const std::uint32_t denied = SCMP_ACT_ERRNO(EPERM);
  return add(filter, denied, "unshare", {SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)}) &&
#if defined(__s390x__)
         add(filter, denied, "clone", {SCMP_A1(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)});
#else
         add(filter, denied, "clone", {SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)});
#endif
}

// A personality changes the kernel interface that a program sees. Asking (all bits) and switching off address
// randomisation, as debuggers do, stay possible.
bool refuse_personalities(scmp_filter_ctx filter) {
  constexpr scmp_datum_t in_question_only = 0x80000000;
  constexpr int no_randomisation = 18;
  for (int bit = 0; bit < 28; ++bit) {
    if (bit == no_randomisation) continue;
    const scmp_datum_t value = scmp_datum_t{1} << bit;
    if (!add(filter, SCMP_ACT_ERRNO(EPERM), "personality",
             {SCMP_A0(SCMP_CMP_MASKED_EQ, in_question_only | value, value)})) {
      return false;
    }
  }
  return true;
}

bool fill(scmp_filter_ctx filter, UserNamespaces user_namespaces) {
  // The default for foreign ABIs (32-bit and x32 calls on x86-64) is to kill; say it openly.
  if (seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0) return false;
  for (const char* name : kUnknown) {
    if (!add(filter, SCMP_ACT_ERRNO(ENOSYS), name, {})) return false;
  }
  const bool namespaces = user_namespaces == UserNamespaces::allowed;
  for (const char* name : kRefused) {
    // A guest with user namespaces of its own builds mounts inside them: that is what the key is for.
    const std::string_view call = name;
    const bool mounts = call == "mount" || call == "umount" || call == "umount2" || call == "pivot_root" ||
                        call == "chroot" || call == "sethostname" || call == "setns";
    if (namespaces && mounts) continue;
    if (!add(filter, SCMP_ACT_ERRNO(EPERM), name, {})) return false;
  }
  return refuse_terminal_input(filter) && refuse_set_id_bits(filter) && refuse_personalities(filter) &&
         (namespaces || refuse_user_namespaces(filter));
}

}  // namespace

base::Result<os::Descriptor> seccomp_filter(UserNamespaces user_namespaces) {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (!filter || !fill(filter.get(), user_namespaces)) {
    return base::fail("Could not build the system call filter of the sandbox");
  }
  os::Descriptor file(memfd_create("workmux-seccomp", MFD_CLOEXEC));
  if (!file.valid()) return base::fail_errno("Could not store the system call filter of the sandbox", errno);
  if (seccomp_export_bpf(filter.get(), file.get()) != 0 || lseek(file.get(), 0, SEEK_SET) != 0) {
    return base::fail("Could not store the system call filter of the sandbox");
  }
  return file;
}

}  // namespace sandbox::bubblewrap
