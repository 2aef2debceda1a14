#pragma once
// A multiplexer in memory, for tests of the layers above: it keeps sessions, windows and panes by the same rules and
// writes down what was done.

#include <deque>
#include <string>
#include <vector>

#include "mux/multiplexer.h"

namespace mux::fake {

class Fake final : public Multiplexer {
 public:
  // With one session "main" that holds one window "zsh" with one pane, which is the caller's.
  Fake();

  // State and history, for tests to set and to look at.
  Snapshot state;
  std::optional<PaneId> pane;  // what current_pane() answers
  std::string instance_id = "fake";
  std::vector<TargetPlan> created;  // plans of create()
  std::vector<std::string> log;     // one line per act: "kill-window @2", "type %3 text", "show @2", ...
  std::vector<std::pair<PaneId, std::string>> typed;  // commands of create(), type_text and paste
  std::string screen;                                 // what capture() answers
  std::deque<base::Error> failures;                   // each next act that could fail takes one and fails with it

  // A window as a user would open it; an empty tag means none. Returns its id.
  WindowId add_window(std::string_view session, std::string_view name, std::string_view worktree = {});
  SessionId add_session(std::string_view name);

  std::string_view name() const override { return "tmux"; }
  std::string instance() const override { return instance_id; }
  std::optional<PaneId> current_pane() const override { return pane; }
  base::Result<Snapshot> snapshot() override;
  base::Result<CreatedTarget> create(const TargetPlan& plan) override;
  base::Result<> show(Place place) override;
  base::Result<> show_previous_session() override;
  base::Result<> kill_windows(std::span<const WindowId> windows) override;
  base::Result<> kill_session(SessionId session) override;
  base::Result<> kill_pane(PaneId pane_id) override;
  base::Result<> kill_later(Place place, std::chrono::milliseconds delay) override;
  base::Result<> rename_window(WindowId window, std::string_view new_name) override;
  base::Result<> rename_session(SessionId session, std::string_view new_name) override;
  base::Result<> set_title(PaneId pane_id, std::string_view title) override;
  base::Result<> tag_window(WindowId window, const std::filesystem::path& worktree) override;
  base::Result<> type_text(PaneId pane_id, std::string_view text, Submit submit) override;
  base::Result<> send_key(PaneId pane_id, std::string_view key) override;
  base::Result<> paste(PaneId pane_id, std::string_view text, Submit submit) override;
  base::Result<std::string> capture(PaneId pane_id, int lines) override;
  base::Result<std::optional<Snapshot>> set_status(PaneId pane_id, const StatusUpdate& update) override;
  base::Result<> clear_status(PaneId pane_id) override;

 private:
  base::Result<> act(std::string line);
  WindowId new_window(SessionId session, std::string_view window_name, std::string_view worktree, size_t panes);
  void drop_window(WindowId window);
  std::uint32_t next_ = 1;
};

}  // namespace mux::fake
