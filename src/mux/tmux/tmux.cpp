#include "mux/tmux/tmux.h"

#include <fmt/format.h>

#include <algorithm>

#include "mux/names.h"
#include "mux/safe_text.h"
#include "mux/tmux/client.h"
#include "os/random.h"

namespace mux::tmux {
namespace {

constexpr size_t kKeysPerProcess = 8000;  // bytes typed by one send-keys

std::string target_of(const Place& place) {
  if (const auto* window = std::get_if<WindowId>(&place)) return window->text();
  if (const auto* pane = std::get_if<PaneId>(&place)) return pane->text();
  return std::get<SessionId>(place).text() + ":";
}

// Runs a kill; what is missing is gone already.
base::Result<> kill(const Connection& connection, const std::string& command, const std::string& target) {
  const Answer answer = TRY(ask(connection, Sequence().add({command, "-t", target})));
  if (answer.failure == Failure::none || answer.failure == Failure::missing || answer.failure == Failure::no_server) {
    return {};
  }
  return failed(answer, fmt::format("Could not close tmux's {}", target));
}

// Length of a piece of at most `most` bytes that does not end inside a UTF-8 character.
size_t piece_of(std::string_view text, size_t most) {
  if (text.size() <= most) return text.size();
  size_t end = most;
  while (end > most - 4 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return end;
}

// As safe_typing, with tabs: a paste is text, no keys.
std::string pasteable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\t' || (byte >= 0x20 && byte != 0x7f)) result += c;
  }
  return result;
}

}  // namespace

std::string socket_of(const os::Environment& environment) {
  const std::string value = environment.get("TMUX").value_or("");
  const std::string socket = value.substr(0, value.find(','));
  return socket.empty() ? "default" : socket;
}

base::Result<Connection> connection(const os::Environment& environment,
                                    const std::vector<std::filesystem::path>& untrusted) {
  const auto program = os::find_program("tmux", environment.get("PATH").value_or(""), untrusted);
  if (!program) return base::fail("tmux is not installed: no program 'tmux' on PATH", "Install tmux 3.2 or newer.");
  return Connection{.program = *program, .environment = environment};
}

std::optional<PaneId> Tmux::current_pane() const {
  return PaneId::parse(connection_.environment.get("TMUX_PANE").value_or(""));
}

base::Result<> Tmux::show(Place place) {
  const std::string target = target_of(place);
  Sequence sequence;
  if (!std::holds_alternative<SessionId>(place)) sequence.add({"select-window", "-t", target});
  if (std::holds_alternative<PaneId>(place)) sequence.add({"select-pane", "-Z", "-t", target});
  // Last, because it fails without a client, and that is no error (MUX-W14).
  sequence.add({"switch-client", "-t", target});
  const Answer answer = TRY(ask(connection_, sequence));
  if (answer.failure == Failure::none || answer.failure == Failure::no_client) return {};
  return failed(answer, fmt::format("Could not go to tmux's {}", target));
}

base::Result<> Tmux::show_previous_session() {
  // No client and no previous session are all that can fail here.
  TRY(ask(connection_, Sequence().add({"switch-client", "-l"})));
  return {};
}

base::Result<> Tmux::kill_windows(std::span<const WindowId> windows) {
  while (!windows.empty()) {
    Sequence sequence;
    for (const WindowId window : windows) sequence.add({"kill-window", "-t", window.text()});
    const Answer answer = TRY(ask(connection_, sequence));
    if (answer.failure == Failure::none || answer.failure == Failure::no_server) return {};
    if (answer.failure != Failure::missing) return failed(answer, "Could not close windows of tmux");
    // The sequence ended at the first missing window: go on behind it.
    const auto at =
        std::ranges::find_if(windows, [&](WindowId window) { return answer.errors.ends_with(": " + window.text()); });
    if (at == windows.end()) return failed(answer, "Could not close windows of tmux");
    windows = windows.subspan(static_cast<size_t>(at - windows.begin()) + 1);
  }
  return {};
}

base::Result<> Tmux::kill_session(SessionId session) {
  return kill(connection_, "kill-session", session.text());
}

base::Result<> Tmux::kill_pane(PaneId pane) {
  return kill(connection_, "kill-pane", pane.text());
}

base::Result<> Tmux::kill_later(Place place, std::chrono::milliseconds delay) {
  std::string command = "kill-window";
  std::string target = target_of(place);
  if (std::holds_alternative<PaneId>(place)) command = "kill-pane";
  if (const auto* session = std::get_if<SessionId>(&place)) {
    command = "kill-session";
    target = session->text();
  }
  Sequence sequence;
  // The command is made of constants and a number. -C: tmux runs it itself, no shell.
  sequence.add({"run-shell", "-b", "-C", "-d", fmt::format("{:.3f}", static_cast<double>(delay.count()) / 1000),
                command + " -t '" + target + "'"});
  TRY(act(connection_, sequence, fmt::format("Could not close tmux's {}", target)));
  return {};
}

base::Result<> Tmux::rename_window(WindowId window, std::string_view name) {
  Sequence sequence;
  sequence.add({"rename-window", "-t", window.text(), "--", escape_format(window_name(name))});
  TRY(act(connection_, sequence, fmt::format("Could not rename tmux's window {}", window.text())));
  return {};
}

base::Result<> Tmux::rename_session(SessionId session, std::string_view name) {
  Sequence sequence;
  sequence.add({"rename-session", "-t", session.text(), "--", escape_format(session_name(name))});
  TRY(act(connection_, sequence, fmt::format("Could not rename tmux's session {}", session.text())));
  return {};
}

base::Result<> Tmux::set_title(PaneId pane, std::string_view title) {
  Sequence sequence;
  sequence.add({"rename-window", "-t", pane.text(), "--", escape_format(safe_name(title))});
  TRY(act(connection_, sequence, fmt::format("Could not rename the window of tmux's pane {}", pane.text())));
  return {};
}

base::Result<> Tmux::tag_window(WindowId window, const std::filesystem::path& worktree) {
  Sequence sequence;
  sequence.add({"set-option", "-w", "-t", window.text(), "--", "@workmux_worktree", worktree.native()});
  TRY(act(connection_, sequence, fmt::format("Could not mark tmux's window {}", window.text())));
  return {};
}

base::Result<> Tmux::type_text(PaneId pane, std::string_view text, Submit submit) {
  const std::string doing = fmt::format("Could not type into tmux's pane {}", pane.text());
  do {
    const std::string_view piece = text.substr(0, piece_of(text, kKeysPerProcess));
    text.remove_prefix(piece.size());
    Sequence sequence;
    sequence.add({"copy-mode", "-q", "-t", pane.text()});
    if (!piece.empty()) sequence.add({"send-keys", "-t", pane.text(), "-l", "--", std::string(piece)});
    if (text.empty() && submit == Submit::yes) sequence.add({"send-keys", "-t", pane.text(), "Enter"});
    TRY(act(connection_, sequence, doing));
  } while (!text.empty());
  return {};
}

base::Result<> Tmux::send_key(PaneId pane, std::string_view key) {
  Sequence sequence;
  sequence.add({"copy-mode", "-q", "-t", pane.text()});
  sequence.add({"send-keys", "-t", pane.text(), "--", std::string(key)});
  TRY(act(connection_, sequence, fmt::format("Could not send a key to tmux's pane {}", pane.text())));
  return {};
}

base::Result<> Tmux::paste(PaneId pane, std::string_view text, Submit submit) {
  const std::string doing = fmt::format("Could not paste into tmux's pane {}", pane.text());
  const std::string clean = pasteable(text);
  // A buffer of our own: the anonymous one is shared by everybody (MUX-W5).
  const std::string buffer = "workmux-" + os::random_hex(16);
  Sequence sequence;
  sequence.add({"copy-mode", "-q", "-t", pane.text()});
  if (!clean.empty()) {
    sequence.add({"load-buffer", "-b", buffer, "-"});
    sequence.add({"paste-buffer", "-b", buffer, "-d", "-p", "-t", pane.text()});
    // Agents take an Enter right behind a paste for a part of it.
    if (submit == Submit::yes) sequence.add({"run-shell", "-d", "0.1"});
  }
  if (submit == Submit::yes) sequence.add({"send-keys", "-t", pane.text(), "Enter"});
  const Answer answer = TRY(ask(connection_, sequence, {.directory = {}, .input = clean}));
  if (answer.failure == Failure::none) return {};
  if (!clean.empty()) TRY(ask(connection_, Sequence().add({"delete-buffer", "-b", buffer})));
  return failed(answer, doing);
}

base::Result<std::string> Tmux::capture(PaneId pane, int lines) {
  Sequence sequence;
  sequence.add({"capture-pane", "-p", "-e", "-S", std::to_string(-std::max(lines, 0)), "-t", pane.text()});
  return act(connection_, sequence, fmt::format("Could not read tmux's pane {}", pane.text()));
}

}  // namespace mux::tmux
