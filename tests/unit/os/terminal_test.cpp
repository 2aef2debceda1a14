#include "os/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "os/process.h"
#include "os/socket.h"
#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;

termios modes_of(int descriptor) {
  termios modes = {};
  EXPECT_EQ(::tcgetattr(descriptor, &modes), 0);
  return modes;
}

Environment with(std::initializer_list<std::pair<const char*, const char*>> variables) {
  Environment environment;
  for (const auto& [name, value] : variables) environment.set(name, value);
  return environment;
}

TEST(Terminal, APseudoTerminalIsOneAndAFileIsNot) {
  const auto made = open_pseudo_terminal({.columns = 100, .rows = 30});
  ASSERT_OK(made);
  EXPECT_TRUE(is_terminal(made->terminal.get()));
  EXPECT_TRUE(made->name.native().starts_with("/dev/pts/")) << made->name;
  EXPECT_NE(::fcntl(made->controller.get(), F_GETFL) & O_NONBLOCK, 0);
  const Descriptor file(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_FALSE(is_terminal(file.get()));
  EXPECT_FALSE(is_terminal(-1));
}

TEST(Terminal, SizesAreSetAndRead) {
  const auto made = open_pseudo_terminal({.columns = 100, .rows = 30});
  ASSERT_OK(made);
  EXPECT_EQ(terminal_size(made->terminal.get()).columns, 100);
  EXPECT_EQ(terminal_size(made->terminal.get()).rows, 30);
  ASSERT_OK(set_terminal_size(made->controller.get(), {.columns = 40, .rows = 10}));
  EXPECT_EQ(terminal_size(made->terminal.get()).columns, 40);
  const Descriptor file(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_EQ(terminal_size(file.get()).columns, 80);
  EXPECT_EQ(terminal_size(file.get()).rows, 24);
  EXPECT_FALSE(set_terminal_size(file.get(), {}));
  ASSERT_OK(set_terminal_size(made->controller.get(), {.columns = 0, .rows = 0}));
  EXPECT_EQ(terminal_size(made->terminal.get()).columns, 80);
}

TEST(Terminal, ColourFollowsTheRules) {
  const auto made = open_pseudo_terminal({});
  ASSERT_OK(made);
  const int terminal = made->terminal.get();
  const Descriptor file(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_TRUE(wants_colour(terminal, with({{"TERM", "xterm"}})));
  EXPECT_TRUE(wants_colour(terminal, with({{"TERM", "xterm"}, {"CLICOLOR", "1"}})));
  EXPECT_FALSE(wants_colour(terminal, with({{"TERM", "dumb"}})));
  EXPECT_FALSE(wants_colour(terminal, with({{"TERM", "xterm"}, {"NO_COLOR", "1"}})));
  EXPECT_FALSE(wants_colour(terminal, with({{"TERM", "xterm"}, {"CLICOLOR", "0"}})));
  EXPECT_FALSE(wants_colour(file.get(), with({{"TERM", "xterm"}})));
  EXPECT_TRUE(wants_colour(file.get(), with({{"CLICOLOR_FORCE", "1"}})));
  EXPECT_FALSE(wants_colour(file.get(), with({{"CLICOLOR_FORCE", "0"}})));
  EXPECT_FALSE(wants_colour(file.get(), with({{"CLICOLOR_FORCE", ""}})));
}

TEST(Terminal, RawModesAreTakenBack) {
  const auto made = open_pseudo_terminal({});
  ASSERT_OK(made);
  const int terminal = made->terminal.get();
  const termios before = modes_of(terminal);
  {
    SavedTerminal saved(terminal);
    ASSERT_OK(saved.make_raw());
    EXPECT_EQ(modes_of(terminal).c_lflag & (ICANON | ECHO | ISIG), 0U);
    saved.restore();
    EXPECT_EQ(modes_of(terminal).c_lflag, before.c_lflag);
    ASSERT_OK(saved.make_raw());
  }
  EXPECT_EQ(modes_of(terminal).c_lflag, before.c_lflag);
  EXPECT_EQ(modes_of(terminal).c_iflag, before.c_iflag);
}

TEST(Terminal, SavingWhatIsNoTerminalDoesNothing) {
  const Descriptor file(::open("/dev/null", O_RDWR | O_CLOEXEC));
  SavedTerminal saved(file.get());
  EXPECT_TRUE(saved.make_raw());
}

// The program has the terminal as its own: Ctrl-C from our side interrupts it.
TEST(Terminal, AChildCanHaveItAsItsControllingTerminal) {
  auto made = open_pseudo_terminal({.columns = 90, .rows = 20});
  ASSERT_OK(made);
  const int terminal = made->terminal.get();
  Command command;
  command.arguments = {"sh", "-c", "tty; stty size < /dev/tty; exec sleep 100"};
  command.stdin_stream = command.stdout_stream = command.stderr_stream = Stream::null;
  command.descriptors = {{terminal, 0}, {terminal, 1}, {terminal, 2}};
  command.new_session = true;
  command.controlling_terminal = true;
  auto child = start(command);
  ASSERT_OK(child);
  std::string seen;
  while (seen.find("20 90") == std::string::npos) {
    const auto part = read_some(made->controller, 4096, milliseconds(10'000));
    ASSERT_OK(part);
    seen += *part;
  }
  EXPECT_NE(seen.find(made->name.native()), std::string::npos) << seen;
  ASSERT_OK(write_all(made->controller, "\x03", milliseconds(1000)));
  const auto outcome = child->wait(milliseconds(10'000));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->signal, SIGINT);
}

TEST(Terminal, TheResetSequenceEndsEveryMode) {
  const std::string reset = terminal_reset_sequence();
  for (const char* part :
       {"\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[?1000l", "\x1b[?1006l", "\x1b>", "\x1b[0m"}) {
    EXPECT_NE(reset.find(part), std::string::npos) << part + 1;
  }
}

}  // namespace
}  // namespace os
