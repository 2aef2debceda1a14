#include "os/process_spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/unicode.h"

// The child runs in our memory until exec, as after vfork: it makes bare system calls only and is kept out of the
// sanitizers' books, which know nothing of it.
#define OS_CHILD_SIDE __attribute__((no_sanitize("address", "thread", "undefined"), noinline))

#ifdef __SANITIZE_THREAD__
// ThreadSanitizer takes every clone() for a fork and gives up when threads are started after it. This is the same
// function under the name that it does not catch.
extern "C" int __clone(int (*main)(void*), void* stack, int flags, void* argument, ...);  // NOLINT
#define OS_CLONE ::__clone
#else
#define OS_CLONE ::clone
#endif

namespace os::detail {
namespace {

enum class Step { none, descriptors, group, terminal, parent, directory, program };

struct Mapping {
  int source;  // in us
  int target;  // in the child
  int moved;   // out of the way of all targets
};

// What the child needs, as plain memory.
struct Plan {
  Mapping* mappings;  // sorted by target
  size_t mapping_count;
  int above_targets;
  const char* directory;  // null: stay
  const char* program;
  char* const* arguments;
  char* const* environment;
  bool new_group;
  bool new_session;
  bool controlling_terminal;
  bool die_with_parent;
  pid_t parent;
  // Written by the child: it shares our memory.
  Step failed_step;
  int failed_errno;
};

// errno is shared with the thread that waits for us, which is fine.
OS_CHILD_SIDE long call(long number, long a = 0, long b = 0, long c = 0, long d = 0) {
  return ::syscall(number, a, b, c, d);
}

OS_CHILD_SIDE bool fail_step(Plan* plan, Step step) {
  plan->failed_step = step;
  plan->failed_errno = errno;
  return false;
}

// Marks all descriptors from `first` to `last` close-on-exec, so that the child sees none of them.
OS_CHILD_SIDE bool close_between(unsigned first, unsigned last) {
  if (first > last) return true;
  if (call(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC) == 0) return true;
  if (errno != ENOSYS && errno != EPERM && errno != EINVAL) return false;
  // Under an old engine's seccomp filter. Descriptors of ours are close-on-exec anyhow; this is for inherited ones.
  constexpr unsigned kMost = 65536;
  for (unsigned number = first; number <= last && number < kMost; ++number) {
    call(SYS_fcntl, number, F_SETFD, FD_CLOEXEC);
  }
  return true;
}

OS_CHILD_SIDE bool arrange_descriptors(Plan* plan) {
  // First everything is moved above the targets, so that no step overwrites a source of a later one.
  for (size_t i = 0; i < plan->mapping_count; ++i) {
    Mapping& mapping = plan->mappings[i];
    mapping.moved = static_cast<int>(call(SYS_fcntl, mapping.source, F_DUPFD_CLOEXEC, plan->above_targets));
    if (mapping.moved < 0) return fail_step(plan, Step::descriptors);
  }
  unsigned next = 0;
  for (size_t i = 0; i < plan->mapping_count; ++i) {
    const Mapping& mapping = plan->mappings[i];
    if (call(SYS_dup3, mapping.moved, mapping.target, 0) < 0) return fail_step(plan, Step::descriptors);
    const auto target = static_cast<unsigned>(mapping.target);
    if (target > next && !close_between(next, target - 1)) return fail_step(plan, Step::descriptors);
    next = target + 1;
  }
  return close_between(next, ~0U) || fail_step(plan, Step::descriptors);
}

// Zeroes are the kernel's form of "default, no flags, empty mask" on every architecture; a leading one is "ignore".
OS_CHILD_SIDE void reset_signals(Plan* plan) {
  constexpr int kSignals = 64;
  constexpr long kMaskBytes = 8;
  static const std::array<long, 8> kDefault{};
  static const std::array<long, 8> kIgnore{1};
  // What waits now was sent to our parent's group while this was still a member of it (a terminal that hangs up,
  // Ctrl-C): it was not meant for a child with a group of its own. Ignoring a signal drops it.
  const bool own_group = plan->new_group || plan->new_session;
  for (int number = 1; number <= kSignals; ++number) {
    if (own_group) call(SYS_rt_sigaction, number, reinterpret_cast<long>(kIgnore.data()), 0, kMaskBytes);
    call(SYS_rt_sigaction, number, reinterpret_cast<long>(kDefault.data()), 0, kMaskBytes);
  }
  call(SYS_rt_sigprocmask, SIG_SETMASK, reinterpret_cast<long>(kDefault.data()), 0, kMaskBytes);
}

// From here to exec. Returns only on failure.
OS_CHILD_SIDE bool become(Plan* plan) {
  if (plan->new_session && call(SYS_setsid) < 0) return fail_step(plan, Step::group);
  if (!plan->new_session && plan->new_group && call(SYS_setpgid, 0, 0) < 0) return fail_step(plan, Step::group);
  if (plan->die_with_parent) {
    if (call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL) < 0) return fail_step(plan, Step::parent);
    errno = ESRCH;
    // It may have died before the line above.
    if (plan->parent != 0 && call(SYS_getppid) != plan->parent) return fail_step(plan, Step::parent);
  }
  if (plan->directory != nullptr && call(SYS_chdir, reinterpret_cast<long>(plan->directory)) < 0) {
    return fail_step(plan, Step::directory);
  }
  if (!arrange_descriptors(plan)) return false;
  if (plan->controlling_terminal && call(SYS_ioctl, 0, TIOCSCTTY, 0) < 0) return fail_step(plan, Step::terminal);
  reset_signals(plan);
  call(SYS_execve, reinterpret_cast<long>(plan->program), reinterpret_cast<long>(plan->arguments),
       reinterpret_cast<long>(plan->environment));
  return fail_step(plan, Step::program);
}

OS_CHILD_SIDE int child_main(void* argument) {
  become(static_cast<Plan*>(argument));
  for (;;) call(SYS_exit_group, 127);
}

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// strerror for messages; never null.
std::string reason(int error_number) {
  const char* text = ::strerrordesc_np(error_number);
  return text != nullptr ? text : fmt::format("error {}", error_number);
}

std::string shown(std::string_view text) {
  return base::truncate_to_width(base::sanitise_line(text), 200);
}

base::Error not_found(const std::string& name) {
  return {.message = fmt::format("Could not run '{}': No such file or directory", shown(name)),
          .hint = fmt::format("Install '{}', or add the directory it is in to PATH.", shown(name)),
          .causes = {}};
}

// A missing program, a missing interpreter of a script and a missing directory all say ENOENT.
base::Error exec_error(const Command& command, const std::string& program, Step step, int error_number) {
  const std::string name = shown(command.arguments.front());
  base::Error error{
      .message = fmt::format("Could not run '{}': {}", name, reason(error_number)), .hint = {}, .causes = {}};
  if (step == Step::directory) {
    error.message =
        fmt::format("Could not run '{}' in '{}': {}", name, shown(command.directory.native()), reason(error_number));
    return error;
  }
  if (step == Step::group) error.causes.emplace_back("no process group of its own could be made for it");
  if (step == Step::terminal) error.causes.emplace_back("its standard input could not become its controlling terminal");
  if (step == Step::descriptors) error.causes.emplace_back("its file descriptors could not be handed over");
  if (step == Step::parent) error.causes.emplace_back("the process that started it is gone");
  if (step != Step::program) return error;
  // A relative path means the child's directory, so only absolute ones can be looked at from here.
  const bool exists = program.starts_with('/') && ::access(program.c_str(), F_OK) == 0;
  if (error_number == ENOENT && exists) {
    error.hint = fmt::format("'{}' exists, but the interpreter or loader that it names does not.", shown(program));
  } else if (error_number == ENOENT) {
    error.hint = "Check the path.";
  } else if (error_number == EACCES) {
    error.hint = fmt::format("Make it executable: chmod +x {}", shown(program));
  } else if (error_number == ENOEXEC) {
    error.hint = "It is neither a program for this machine nor a script whose first line names an interpreter.";
  } else if (error_number == E2BIG) {
    error.hint = "Its arguments and environment together are too long.";
  }
  return error;
}

// All the memory a Plan points to.
struct Arrangement {
  std::vector<char*> arguments, environment;
  std::vector<Mapping> mappings;
  Descriptor null;
  Plan plan{};
};

base::Result<std::unique_ptr<Arrangement>> arrange(const Command& command, const std::string& program,
                                                   const std::vector<std::string>& environment,
                                                   std::array<int, 3> streams) {
  auto made = std::make_unique<Arrangement>();
  made->arguments = pointers_to(command.arguments);
  made->environment = pointers_to(environment);
  for (int target = 0; target < 3; ++target) {
    int source = streams[static_cast<size_t>(target)];
    // A standard stream that is closed in us is /dev/null in the child: a file it opens must not take that number.
    if (source < 0 || ::fcntl(source, F_GETFD) < 0) {
      if (!made->null.valid()) made->null.reset(::open("/dev/null", O_RDWR | O_CLOEXEC));
      if (!made->null.valid()) return base::fail_errno("Could not open '/dev/null'", errno);
      source = made->null.get();
    }
    made->mappings.push_back({source, target, -1});
  }
  for (const auto& [ours, target] : command.descriptors) made->mappings.push_back({ours, target, -1});
  std::ranges::stable_sort(made->mappings, {}, &Mapping::target);
  made->plan = {.mappings = made->mappings.data(),
                .mapping_count = made->mappings.size(),
                .above_targets = made->mappings.back().target + 1,
                .directory = command.directory.empty() ? nullptr : command.directory.c_str(),
                .program = program.c_str(),
                .arguments = made->arguments.data(),
                .environment = made->environment.data(),
                .new_group = command.new_group,
                .new_session = command.new_session,
                .controlling_terminal = command.controlling_terminal && command.new_session,
                .die_with_parent = command.die_with_parent,
                .parent = ::getpid(),
                .failed_step = Step::none,
                .failed_errno = 0};
  return made;
}

// A parent that ignores SIGCHLD (inherited over exec) would lose every exit code.
void take_child_signals_back() {
  struct sigaction action = {};
  if (::sigaction(SIGCHLD, nullptr, &action) != 0) return;
  const bool lost = action.sa_handler == SIG_IGN || (action.sa_flags & SA_NOCLDWAIT) != 0;
  if (lost) ::signal(SIGCHLD, SIG_DFL);
}

}  // namespace

base::Result<Launch> Launch::prepare(const Command& command) {
  if (command.arguments.empty() || command.arguments.front().empty()) {
    return base::fail("Could not run a program: the command is empty");
  }
  const std::string& name = command.arguments.front();
  for (const std::string& argument : command.arguments) {
    if (argument.find('\0') != std::string::npos) {
      return base::fail(fmt::format("Could not run '{}': an argument contains a NUL character", shown(name)));
    }
  }
  Launch launch(command);
  launch.environment_ = command.environment.strings();
  if (name.find('/') != std::string::npos) {
    launch.program_ = name;
    return launch;
  }
  constexpr std::string_view kDefaultPath = "/usr/local/bin:/usr/bin:/bin";
  const auto found = find_program(name, command.environment.get("PATH").value_or(std::string(kDefaultPath)));
  if (!found) return std::unexpected(not_found(name));
  launch.program_ = found->native();
  return launch;
}

base::Result<std::pair<pid_t, Descriptor>> Launch::spawn(int input, int output, int errors) const {
  const auto arrangement = TRY(arrange(*command_, program_, environment_, {input, output, errors}));
  take_child_signals_back();

  constexpr size_t kStackBytes = 64U << 10;
  const auto stack = std::make_unique_for_overwrite<char[]>(kStackBytes);
  auto* top =
      reinterpret_cast<char*>((reinterpret_cast<std::uintptr_t>(stack.get()) + kStackBytes) & ~std::uintptr_t{63});

  // No handler of ours may run in the child while it shares our memory.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  int pidfd = -1;
  const pid_t pid =
      OS_CLONE(child_main, top, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &arrangement->plan, &pidfd);
  const int error_number = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);

  if (pid < 0) {
    return base::fail_errno(fmt::format("Could not run '{}': no process could be made", shown(command_->arguments[0])),
                            error_number);
  }
  Descriptor handle(pidfd);
  const Plan& plan = arrangement->plan;
  if (plan.failed_step != Step::none) {
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return std::unexpected(exec_error(*command_, program_, plan.failed_step, plan.failed_errno));
  }
  return std::pair(pid, std::move(handle));
}

base::Error Launch::replace(int input, int output, int errors) const {
  auto arrangement = arrange(*command_, program_, environment_, {input, output, errors});
  if (!arrangement) return std::move(arrangement).error();
  Plan& plan = (*arrangement)->plan;
  // The program takes our place: it stays where we are in the terminal's groups.
  plan.new_group = false;
  plan.new_session = false;
  plan.controlling_terminal = false;
  plan.parent = 0;
  become(&plan);
  return exec_error(*command_, program_, plan.failed_step, plan.failed_errno);
}

}  // namespace os::detail
