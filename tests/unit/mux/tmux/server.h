#pragma once
// A private tmux server for a test, with a directory of its own, and a Tmux that talks to it and counts its processes.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "mux/tmux/tmux.h"
#include "os/files.h"
#include "os/process.h"

namespace mux::tmux {

// Until `condition` holds; false after twenty seconds.
template <typename Condition>
bool eventually(Condition condition) {
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

class TmuxServer : public testing::Test {
 protected:
  TmuxServer() {
    root = *os::make_temporary_directory("/tmp", "wmx");
    const auto current = os::Environment::current();
    program = os::find_program("tmux", current.get("PATH").value_or("")).value_or("");
    for (const char* name : {"PATH", "LANG"}) {
      if (const auto value = current.get(name)) environment.set(name, *value);
    }
    environment.set("HOME", root.native());
    environment.set("SHELL", "/bin/bash");
    environment.set("TERM", "xterm-256color");
    // A client that counts itself.
    const std::string counter =
        "#!/bin/sh\necho x >> '" + (root / "count").native() + "'\nexec '" + program.native() + "' \"$@\"\n";
    EXPECT_TRUE(os::write_atomically(root / "tmux", counter, 0700));
  }

  void SetUp() override {
    if (program.empty()) GTEST_SKIP() << "tmux is not installed";
    run({"-f", "/dev/null", "new-session", "-d", "-s", "main", "-n", "zsh", "-x", "200", "-y", "50", "-c", "/"});
    environment.set("TMUX", socket() + ",1,0");
    environment.set("TMUX_PANE", "%0");
  }

  ~TmuxServer() override {
    if (!program.empty()) run({"kill-server"});
    EXPECT_TRUE(os::remove_tree(root));
  }

  std::string socket() const { return (root / "s").native(); }

  // Raw tmux, stdout without its last newline.
  std::string run(std::vector<std::string> arguments) {
    os::Command command;
    command.arguments = {program.native(), "-u", "-S", socket()};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    command.environment = environment;
    const auto outcome = os::run(command);
    std::string text = outcome ? outcome->output : "";
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }

  std::string show(const std::string& target, const std::string& format) {
    return run({"display-message", "-p", "-t", target, format});
  }

  std::vector<std::string> window_names() {
    return base::lines(run({"list-windows", "-t", "main", "-F", "#{window_name}"}));
  }

  Tmux client() { return Tmux(Connection{.program = root / "tmux", .environment = environment}); }

  // tmux processes that client() started since the last call.
  size_t processes() {
    const auto text = os::read_file_if_exists(root / "count");
    const size_t all = text ? base::lines(text->value_or("")).size() : 0;
    const size_t fresh = all - counted;
    counted = all;
    return fresh;
  }

  // A client that shows the session "main", as long as the returned child lives.
  os::Child attach() {
    os::Command command;
    command.arguments = {program.native(), "-S", socket(), "-C", "attach-session", "-t", "main"};
    command.environment = environment;
    command.environment.unset("TMUX");
    command.stdin_stream = os::Stream::capture;
    command.stdout_stream = os::Stream::null;
    auto child = os::start(command);
    EXPECT_TRUE(child);
    EXPECT_TRUE(eventually([&] { return show("main:", "#{session_attached}") == "1"; }));
    return std::move(*child);
  }

  std::string screen(PaneId pane) { return run({"capture-pane", "-p", "-t", pane.text()}); }

  std::filesystem::path root;
  std::filesystem::path program;
  os::Environment environment;
  size_t counted = 0;
};

}  // namespace mux::tmux
