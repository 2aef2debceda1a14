// The first process of a sandbox: terminal, signals, zombies, exit status.
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>

#include "base/clock.h"
#include "base/text.h"
#include "guest/support.h"
#include "os/terminal.h"

namespace guest {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Init : public GuestTest {
 protected:
  os::Outcome shell(const std::string& script) { return run({"_init", "--", "sh", "-c", script}); }

  // Starts the command on a terminal of its own.
  void start_on_terminal(const std::vector<std::string>& words) {
    auto made = os::open_pseudo_terminal({80, 24});
    ASSERT_TRUE(made);
    terminal_ = *std::move(made);
    os::Command command;
    command.arguments = {WORKMUX_GUEST_PROGRAM, "_init", "--"};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    command.environment = environment_;
    command.directory = directory_;
    command.stdout_stream = command.stderr_stream = os::Stream::null;
    command.new_session = true;
    for (int number = 0; number < 3; ++number) command.descriptors.emplace_back(terminal_.terminal.get(), number);
    auto child = os::start(command);
    ASSERT_TRUE(child) << base::describe(child.error());
    child_ = *std::move(child);
    terminal_.terminal.reset();
  }
  // Reads from the terminal until `text` was seen.
  bool shows(const std::string& text) {
    const auto deadline = base::now() + seconds(20);
    while (!seen_.contains(text) && base::now() < deadline) {
      pollfd readable{terminal_.controller.get(), POLLIN, 0};
      if (poll(&readable, 1, 100) <= 0) continue;
      char bytes[4096];
      const ssize_t count = read(terminal_.controller.get(), bytes, sizeof(bytes));
      if (count <= 0) break;
      seen_.append(bytes, static_cast<size_t>(count));
    }
    return seen_.contains(text);
  }
  void type(std::string_view keys) {
    ASSERT_EQ(write(terminal_.controller.get(), keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  int status() {
    const auto outcome = child_.wait(seconds(20));
    EXPECT_TRUE(outcome) << seen_;
    return outcome ? outcome->status() : -1;
  }

  os::PseudoTerminal terminal_;
  os::Child child_;
  std::string seen_;
};

TEST_F(Init, ReturnsTheStatusAndTheStreams) {
  const auto outcome = shell("echo out; echo err >&2; exit 7");
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.output, "out\n");
  EXPECT_EQ(outcome.errors, "err\n");
  EXPECT_EQ(shell("kill -TERM $$").exit_code, 143);
  EXPECT_EQ(shell("kill -KILL $$").exit_code, 137);
  EXPECT_EQ(run({"_init", "--", "cat"}, "input").output, "input");
}

TEST_F(Init, SaysWhenTheCommandIsMissing) {
  const auto missing = run({"_init", "--", "no-such-program-here"});
  EXPECT_EQ(missing.exit_code, 127);
  EXPECT_TRUE(missing.errors.contains("no-such-program-here")) << missing.errors;
  ASSERT_TRUE(os::write_atomically(directory_ / "plain", "x", 0644));
  EXPECT_NE(run({"_init", "--", (directory_ / "plain").string()}).exit_code, 0);
  EXPECT_EQ(run({"_init"}).exit_code, 1);
}

TEST_F(Init, ReapsWhatOthersLeftBehind) {
  // Orphans come to us; a zombie would stay in the list of our children.
  const auto outcome =
      shell("for i in 1 2 3 4 5; do (true &) ; done; sleep 0.5; cat /proc/$PPID/task/$PPID/children; echo; echo $$");
  const auto lines = base::lines(outcome.output);
  ASSERT_EQ(lines.size(), 2U) << outcome.output;
  EXPECT_EQ(base::trim(lines[0]), lines[1]);
}

TEST_F(Init, HandsSignalsOn) {
  start_on_terminal(
      {"sh", "-c",
       "trap 'echo got usr1' USR1; trap 'echo got term; exit 3' TERM; echo ready; while :; do sleep 0.05; done"});
  ASSERT_TRUE(shows("ready"));
  kill(child_.pid(), SIGUSR1);
  EXPECT_TRUE(shows("got usr1"));
  kill(child_.pid(), SIGTERM);
  EXPECT_TRUE(shows("got term"));
  EXPECT_EQ(status(), 3);
}

TEST_F(Init, TheCommandOwnsTheTerminal) {
  start_on_terminal(
      {"sh", "-c",
       "test \"$(ps -o tpgid= -p $$ | tr -d ' ')\" = $$ && echo foreground; read line; echo \"read $line\"; exit 4"});
  EXPECT_TRUE(shows("foreground")) << seen_;
  type("hello\n");
  EXPECT_TRUE(shows("read hello"));
  EXPECT_EQ(status(), 4);
}

TEST_F(Init, CtrlCReachesTheCommandOnly) {
  start_on_terminal({"sh", "-c", "trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.05; done"});
  ASSERT_TRUE(shows("ready"));
  type("\x03");
  EXPECT_TRUE(shows("interrupted"));
  EXPECT_EQ(status(), 5);
}

TEST_F(Init, CtrlZDoesNotFreezeThePane) {
  start_on_terminal({"sh", "-c", "echo ready; while read line; do echo \"read $line\"; done"});
  ASSERT_TRUE(shows("ready"));
  for (const std::string word : {"one", "two", "three"}) {
    type("\x1a");
    std::this_thread::sleep_for(milliseconds(100));
    type(word + "\n");
    EXPECT_TRUE(shows("read " + word)) << seen_;
  }
  type("\x04");
  EXPECT_EQ(status(), 0);
}

TEST_F(Init, ACommandThatStopsItselfGoesOn) {
  start_on_terminal({"sh", "-c", "echo before; kill -STOP $$; echo after; exit 6"});
  EXPECT_TRUE(shows("after")) << seen_;
  EXPECT_EQ(status(), 6);
}

TEST_F(Init, TheCommandSeesTheSizeOfItsTerminal) {
  start_on_terminal({"sh", "-c", "trap 'stty size' WINCH; stty size; echo ready; while :; do sleep 0.05; done"});
  ASSERT_TRUE(shows("24 80"));
  ASSERT_TRUE(shows("ready"));
  ASSERT_TRUE(os::set_terminal_size(terminal_.controller.get(), {100, 30}));
  EXPECT_TRUE(shows("30 100")) << seen_;
  kill(child_.pid(), SIGTERM);
  EXPECT_EQ(status(), 143);
}

}  // namespace
}  // namespace guest
