#pragma once
// tmux 3.2 or newer. Each act is one tmux process that runs a sequence of commands; see create.cpp for layouts.

#include <filesystem>
#include <string>
#include <vector>

#include "mux/multiplexer.h"
#include "os/environment.h"

namespace mux::tmux {

// How tmux is reached. TMUX in the environment decides about the socket, TMUX_PANE about "current".
struct Connection {
  std::filesystem::path program;  // absolute
  os::Environment environment;
};

// tmux found once on PATH, in none of the `untrusted` directories (SBX E19). An error says that it is not installed.
base::Result<Connection> connection(const os::Environment& environment,
                                    const std::vector<std::filesystem::path>& untrusted = {});

// MUX 2.1: the part of TMUX before the first ','; "default" when that is empty.
std::string socket_of(const os::Environment& environment);

class Tmux final : public Multiplexer {
 public:
  explicit Tmux(Connection connection) : connection_(std::move(connection)) {}

  std::string_view name() const override { return "tmux"; }
  std::string instance() const override { return socket_of(connection_.environment); }
  std::optional<PaneId> current_pane() const override;
  base::Result<Snapshot> snapshot() override;
  base::Result<CreatedTarget> create(const TargetPlan& plan) override;
  base::Result<> show(Place place) override;
  base::Result<> show_previous_session() override;
  base::Result<> kill_windows(std::span<const WindowId> windows) override;
  base::Result<> kill_session(SessionId session) override;
  base::Result<> kill_pane(PaneId pane) override;
  base::Result<> kill_later(Place place, std::chrono::milliseconds delay) override;
  base::Result<> rename_window(WindowId window, std::string_view name) override;
  base::Result<> rename_session(SessionId session, std::string_view name) override;
  base::Result<> set_title(PaneId pane, std::string_view title) override;
  base::Result<> tag_window(WindowId window, const std::filesystem::path& worktree) override;
  base::Result<> type_text(PaneId pane, std::string_view text, Submit submit) override;
  base::Result<> send_key(PaneId pane, std::string_view key) override;
  base::Result<> paste(PaneId pane, std::string_view text, Submit submit) override;
  base::Result<std::string> capture(PaneId pane, int lines) override;
  base::Result<std::optional<Snapshot>> set_status(PaneId pane, const StatusUpdate& update) override;
  base::Result<> clear_status(PaneId pane) override;

 private:
  Connection connection_;
};

}  // namespace mux::tmux
