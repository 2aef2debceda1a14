// `_init -- COMMAND...`: the first process of a sandbox (SBX 6.11). It starts the command as the foreground job of the
// terminal, hands signals on, reaps what is left behind by others, and ends with the command's status.

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/clock.h"
#include "guest/command.h"
#include "guest/remote.h"
#include "os/files.h"
#include "os/process.h"
#include "os/signals.h"
#include "os/terminal.h"

namespace guest {

namespace {

using std::chrono::milliseconds;

constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;

// A command that stops itself again and again must not keep a processor busy.
constexpr milliseconds kBeforeContinuing{20};

std::vector<std::string> command_words(std::vector<std::string> words) {
  if (!words.empty() && words.front() == "--") words.erase(words.begin());
  return words;
}

// Where the sandbox gave us a terminal of our own that is not yet anybody's controlling terminal, it becomes ours:
// without one there is no Ctrl-C.
void adopt_terminal() {
  if (!os::is_terminal(STDIN_FILENO) || tcgetsid(STDIN_FILENO) >= 0) return;
  if (getsid(0) != getpid()) (void)setsid();
  (void)ioctl(STDIN_FILENO, TIOCSCTTY, 0);
}

void give_terminal_to(pid_t group) {
  // SIGTTOU is blocked here, so this works from the background as well.
  if (os::is_terminal(STDIN_FILENO)) (void)tcsetpgrp(STDIN_FILENO, group);
}

// Stopped means frozen: there is no shell in this pane that could say `fg`.
void wake(pid_t stopped, pid_t main_child, int signal) {
  const bool wants_terminal = signal == SIGTTIN || signal == SIGTTOU;
  // A background job of the command that asks for the terminal stays stopped, as under any shell.
  if (wants_terminal && stopped != main_child) return;
  const pid_t group = getpgid(stopped);
  if (group <= 0 || group == getpgrp()) {
    (void)kill(stopped, SIGCONT);
    return;
  }
  (void)poll(nullptr, 0, static_cast<int>(kBeforeContinuing.count()));
  if (stopped == main_child) give_terminal_to(group);
  (void)kill(-group, SIGCONT);
}

// Everything that ended or stopped since the last call; the command's wait status once it has ended.
std::optional<int> reap(pid_t main_child) {
  std::optional<int> ended;
  int status = 0;
  pid_t pid = 0;
  while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
    if (WIFSTOPPED(status)) {
      wake(pid, main_child, WSTOPSIG(status));
    } else if (pid == main_child) {
      ended = status;
    }
  }
  return ended;
}

void hand_on(int signal, pid_t main_child) {
  switch (signal) {
    case SIGCHLD:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
      return;
    default:
      (void)kill(-main_child, signal);
  }
}

int serve(os::SignalSource& signals, pid_t main_child) {
  while (true) {
    if (const auto status = reap(main_child)) {
      give_terminal_to(getpgrp());
      return WIFEXITED(*status) ? WEXITSTATUS(*status) : 128 + WTERMSIG(*status);
    }
    pollfd waiting{signals.descriptor(), POLLIN, 0};
    if (poll(&waiting, 1, -1) < 0 && errno != EINTR) return 1;
    while (const auto signal = signals.read()) hand_on(*signal, main_child);
  }
}

}  // namespace

base::Result<int> run_init(const Context& context, const Arguments&) {
  const auto words = command_words(context.words);
  if (words.empty()) return base::fail("_init needs a command", "workmux _init -- COMMAND ARGUMENTS...");
  os::SignalSource signals = TRY(os::SignalSource::create(
      {SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU}));
  (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
  adopt_terminal();
  os::Command command;
  const std::string self = os::program_path().string();
  if (!self.empty()) command.arguments = {self, "_init-child"};  // empty without /proc
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.environment = context.environment;
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::inherit;
  os::Child child = TRY(os::start(command));
  const pid_t main_child = child.pid();
  child.detach();  // reaped here, with everybody else's children
  if (self.empty()) give_terminal_to(main_child);
  return serve(signals, main_child);
}

// Between start and exec, in the command's own process: it is in the foreground before the command's first instruction.
base::Result<int> run_init_child(const Context& context, const Arguments&) {
  if (context.words.empty()) return base::fail("_init-child needs a command");
  {
    const os::SignalSource held = TRY(os::SignalSource::create({SIGTTOU}));
    give_terminal_to(getpgrp());
  }
  os::Command command;
  command.arguments = context.words;
  command.environment = context.environment;
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::inherit;
  const bool found = os::find_program(context.words.front(), context.environment.get("PATH").value_or("")).has_value();
  auto error = os::replace_process(command);
  error.exit_code = found ? kNotExecutable : kNotFound;
  return std::unexpected(std::move(error));
}

}  // namespace guest
