#include "sandbox/terminal_relay.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "os/descriptor.h"
#include "os/terminal.h"

namespace sandbox {
namespace {

// An outer terminal (its controller plays the user), and a relay on it.
class Relay : public testing::Test {
 protected:
  void SetUp() override {
    auto pair = os::open_pseudo_terminal({.columns = 90, .rows = 30});
    ASSERT_TRUE(pair);
    outer = *std::move(pair);
    auto made = TerminalRelay::create(outer.terminal.get(), outer.terminal.get());
    ASSERT_TRUE(made);
    relay.emplace(*std::move(made));
    guest.reset(fcntl(relay->guest_side(), F_DUPFD_CLOEXEC, 3));
    relay->close_guest_side();
    ASSERT_TRUE(relay->begin());
  }

  std::string read_from(int descriptor, std::chrono::milliseconds limit = std::chrono::milliseconds(500)) {
    std::string text;
    const auto end = std::chrono::steady_clock::now() + limit;
    char buffer[65536];
    while (std::chrono::steady_clock::now() < end) {
      relay->pump();
      pollfd entry{descriptor, POLLIN, 0};
      if (poll(&entry, 1, 5) <= 0) {
        if (!text.empty()) break;
        continue;
      }
      const ssize_t count = read(descriptor, buffer, sizeof buffer);
      if (count <= 0) break;
      text.append(buffer, static_cast<size_t>(count));
    }
    return text;
  }
  void type(const std::string& text) {
    ASSERT_EQ(write(outer.controller.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  os::PseudoTerminal outer;
  std::optional<TerminalRelay> relay;
  os::Descriptor guest;
};

TEST_F(Relay, keys_go_in_and_text_comes_out) {
  type("hello\r");
  EXPECT_EQ(read_from(guest.get()), "hello\n");
  ASSERT_EQ(write(guest.get(), "answer", 6), 6);
  EXPECT_NE(read_from(outer.controller.get()).find("answer"), std::string::npos);
}

TEST_F(Relay, SBX_E29_ctrl_c_and_ctrl_z_are_bytes_for_the_guests_terminal) {
  termios modes{};
  ASSERT_EQ(tcgetattr(outer.terminal.get(), &modes), 0);
  EXPECT_EQ(modes.c_lflag & (ISIG | ICANON | ECHO), 0U);
  ASSERT_EQ(tcgetattr(guest.get(), &modes), 0);
  EXPECT_NE(modes.c_lflag & ISIG, 0U);
  modes.c_lflag &= ~static_cast<tcflag_t>(ISIG | ICANON | ECHO);
  ASSERT_EQ(tcsetattr(guest.get(), TCSANOW, &modes), 0);
  type("\x03\x1a");
  EXPECT_EQ(read_from(guest.get()), "\x03\x1a");
}

TEST_F(Relay, SBX_6_11_the_guest_sees_the_windows_size_and_its_changes) {
  winsize size{};
  ASSERT_EQ(ioctl(guest.get(), TIOCGWINSZ, &size), 0);
  EXPECT_EQ(size.ws_col, 90);
  EXPECT_EQ(size.ws_row, 30);
  ASSERT_TRUE(os::set_terminal_size(outer.controller.get(), {.columns = 120, .rows = 40}));
  relay->resize();
  ASSERT_EQ(ioctl(guest.get(), TIOCGWINSZ, &size), 0);
  EXPECT_EQ(size.ws_col, 120);
}

TEST_F(Relay, SBX_6_7_modes_are_restored_and_screen_modes_switched_off) {
  ASSERT_EQ(write(guest.get(), "\x1b[?1049h\x1b[?1000h", 16), 16);
  read_from(outer.controller.get());
  guest.reset();
  relay->finish();
  termios modes{};
  ASSERT_EQ(tcgetattr(outer.terminal.get(), &modes), 0);
  EXPECT_NE(modes.c_lflag & ICANON, 0U);
  EXPECT_NE(modes.c_lflag & ECHO, 0U);
  EXPECT_NE(read_from(outer.controller.get()).find("\x1b[?1049l"), std::string::npos);
}

TEST_F(Relay, a_tidy_guest_leaves_nothing_to_reset) {
  ASSERT_EQ(write(guest.get(), "plain", 5), 5);
  read_from(outer.controller.get());
  guest.reset();
  relay->finish();
  EXPECT_EQ(read_from(outer.controller.get(), std::chrono::milliseconds(50)), "");
}

TEST_F(Relay, the_last_words_of_a_guest_are_not_lost) {
  ASSERT_EQ(write(guest.get(), "bye", 3), 3);
  guest.reset();
  relay->finish();
  EXPECT_NE(read_from(outer.controller.get()).find("bye"), std::string::npos);
}

TEST_F(Relay, SBX_6_11_much_output_passes_fast_and_complete) {
  constexpr size_t kBytes = 100U << 20;
  std::thread writer([this] {
    const std::string chunk(65536, 'x');
    for (size_t sent = 0; sent < kBytes;) {
      const ssize_t count = write(guest.get(), chunk.data(), chunk.size());
      if (count <= 0) break;
      sent += static_cast<size_t>(count);
    }
    guest.reset();
  });
  std::atomic<size_t> received = 0;
  std::thread reader([&] {
    char buffer[65536];
    while (received < kBytes) {
      pollfd entry{outer.controller.get(), POLLIN, 0};
      if (poll(&entry, 1, 5000) <= 0) break;
      const ssize_t count = read(outer.controller.get(), buffer, sizeof buffer);
      if (count > 0) received += static_cast<size_t>(count);
    }
  });
  const auto start = std::chrono::steady_clock::now();
  while (received < kBytes && std::chrono::steady_clock::now() - start < std::chrono::seconds(60)) {
    std::vector<pollfd> entries;
    for (const auto& interest : relay->interests()) entries.push_back({interest.descriptor, interest.events, 0});
    poll(entries.data(), entries.size(), 100);
    relay->pump();
  }
  writer.join();
  reader.join();
  EXPECT_EQ(received, kBytes);
}

TEST_F(Relay, a_terminal_that_goes_away_ends_the_relay) {
  outer.controller.reset();
  bool alive = true;
  for (int i = 0; i < 100 && alive; ++i) alive = relay->pump();
  EXPECT_FALSE(alive);
}

}  // namespace
}  // namespace sandbox
