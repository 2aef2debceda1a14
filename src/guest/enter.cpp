// The entry point of a container: the system call filter that the host mounted, then what `_init` does (SBX 6.2, E16).
// The program runs it when it is called by the name under which a container gets it as its entry point.

#include <fmt/format.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "guest/command.h"
#include "os/files.h"

namespace guest {
namespace {

constexpr const char* kFilter = "/run/workmux/filter";
constexpr int kCannotStart = 126;

// Without the file (sandbox.container.hardening: relaxed) there is nothing to do; with one that cannot be used nothing
// runs.
base::Result<> apply_filter() {
  const auto bytes = TRY(os::read_file_if_exists(kFilter, 256U << 10));
  if (!bytes) return {};
  std::vector<sock_filter> steps(bytes->size() / sizeof(sock_filter));
  if (steps.empty() || steps.size() > BPF_MAXINSNS || bytes->size() % sizeof(sock_filter) != 0) {
    return base::fail(fmt::format("'{}' is no system call filter", kFilter));
  }
  std::memcpy(steps.data(), bytes->data(), bytes->size());
  const sock_fprog program{static_cast<unsigned short>(steps.size()), steps.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    return base::fail_errno("Could not apply the system call filter of the sandbox", errno);
  }
  return {};
}

}  // namespace

base::Result<int> run_enter(const Context& context, const Arguments& arguments) {
  auto applied = apply_filter();
  if (applied) return run_init(context, arguments);
  applied.error().exit_code = kCannotStart;
  return std::unexpected(std::move(applied).error());
}

}  // namespace guest
