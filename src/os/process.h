#pragma once
// The one way to run a program: an argument vector, an explicit environment, limits, and a whole process group that
// dies together. Never a shell string.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/environment.h"

namespace os {

// What a child's standard stream is connected to.
enum class Stream {
  null,     // /dev/null
  inherit,  // the caller's own
  capture,  // into Outcome (run) or a pipe of Child (start)
};

struct Command {
  std::vector<std::string> arguments{};  // [0] is the program: a path, or a name looked up on PATH
  Environment environment = Environment::current();
  std::filesystem::path directory{};   // empty: the caller's
  std::string input{};                 // written to the child's stdin; used when stdin_stream is capture
  Stream stdin_stream = Stream::null;  // run() takes capture by itself when `input` is not empty
  Stream stdout_stream = Stream::capture;
  Stream stderr_stream = Stream::capture;
  size_t output_limit = 64U << 20;          // bytes of stdout and of stderr; more kills the group
  std::chrono::milliseconds time_limit{0};  // 0: none; later kills the group (TERM, then KILL after 5 s)
  bool new_group = true;                    // false: stays in the caller's process group, for foreground terminal use
  bool new_session = false;                 // setsid instead: for helpers that outlive the caller
  bool controlling_terminal = false;        // with new_session: the child's stdin becomes its controlling terminal
  bool die_with_parent = false;             // PR_SET_PDEATHSIG(SIGKILL); the kernel means the thread that starts it
  // {ours, number in the child}: handed over besides 0-2, all others are closed.
  std::vector<std::pair<int, int>> descriptors{};
};

struct Outcome {
  int exit_code = 0;  // of a normal exit
  int signal = 0;     // of the signal that ended it, 0 when it exited
  bool timed_out = false;
  bool too_much_output = false;
  std::string output{};
  std::string errors{};

  bool ok() const { return signal == 0 && exit_code == 0; }
  // The exit code, or 128 + signal.
  int status() const { return signal == 0 ? exit_code : 128 + signal; }
};

// Runs the command to its end. An error means that it could not be started (program missing, directory missing):
// the message names the program and the reason. A non-zero exit is not an error.
base::Result<Outcome> run(const Command& command);

// As run, but a non-zero exit, a signal or a limit is an error too: the message names the command line, the cause is
// what it printed on stderr, sanitised and cut to 4 KiB. Returns its stdout.
base::Result<std::string> run_checked(const Command& command);

// A started process. Destroying a running Child kills its process group and reaps it; detach() lets it go.
class Child {
 public:
  Child() = default;
  Child(Child&&) noexcept;
  Child& operator=(Child&&) noexcept;
  ~Child();

  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0; }
  // Readable when the process has ended.
  int pidfd() const { return pidfd_.get(); }
  // Ends of the pipes of captured streams; invalid otherwise.
  Descriptor& standard_input() { return stdin_; }
  Descriptor& standard_output() { return stdout_; }
  Descriptor& standard_error() { return stderr_; }

  // Waits for the end; nothing when it still runs after `limit` (none: forever).
  std::optional<Outcome> wait(std::optional<std::chrono::milliseconds> limit = std::nullopt);
  // A signal for the whole process group (or the process, when it has no group of its own).
  void signal(int number) const;
  // TERM, then KILL after `patience`; reaps.
  void terminate(std::chrono::milliseconds patience);
  // Gives up ownership: nobody reaps, nothing is killed.
  void detach();

 private:
  friend base::Result<Child> start(const Command&);
  pid_t pid_ = -1;
  bool owns_group_ = false;
  Descriptor pidfd_, stdin_, stdout_, stderr_;
};

// Starts the command. `input`, `output_limit` and `time_limit` are for run() only. The child's signal mask and
// dispositions are the defaults.
base::Result<Child> start(const Command& command);

// Replaces this process (exec): directory, environment, descriptors and default signals as for a child; it stays in its
// process group and session, and a captured stream counts as inherited. Only returns on failure.
base::Error replace_process(const Command& command);

// The absolute path of a program: `name` itself when it has a slash, else the first executable regular file of that
// name on `path`. Entries that are empty or relative are skipped. With `untrusted` (SBX E19: directories a guest can
// write) so are entries and programs equal to or below one of them, also through links, and those of an owner other
// than root and this user.
std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path,
                                                  const std::vector<std::filesystem::path>& untrusted = {});

// `path` without the entries that find_program skips: what a program that looks for helpers of its own may get as PATH
// (SBX E19).
std::string trusted_search_path(std::string_view path, const std::vector<std::filesystem::path>& untrusted);

}  // namespace os
