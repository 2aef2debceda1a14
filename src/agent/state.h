#pragma once
// The state of one agent pane, as it is stored (AGT 5.3).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace agent {

enum class Status { working, waiting, done };

// "working", "waiting", "done".
std::string_view status_word(Status status);
std::optional<Status> parse_status(std::string_view word);

// Identity of a pane across multiplexers and their servers.
struct PaneKey {
  std::string backend = {};   // tmux, wezterm, kitty, zellij
  std::string instance = {};  // MUX 2.1
  std::string pane_id = {};

  auto operator<=>(const PaneKey&) const = default;
};

struct AgentState {
  PaneKey key = {};
  std::string workdir = {};
  std::optional<Status> status = {};
  std::optional<std::int64_t> status_ts = {};  // unix seconds of the last change of `status`
  std::optional<std::string> pane_title = {};
  std::int64_t pane_pid = 0;  // 0: unknown
  std::string command = {};   // empty: unknown
  std::int64_t updated_ts = 0;
  std::optional<std::string> window_name = {};
  std::optional<std::string> session_name = {};
  std::optional<std::string> boot_id = {};  // start of the multiplexer's server
  std::string agent_kind = {};              // name of a profile; empty: unknown

  // Ours; other tools leave them out.
  std::int64_t agent_pid = 0;      // process of the agent itself; 0: unknown
  std::int64_t agent_start = 0;    // its start time in clock ticks since boot, with which a reused pid is told apart
  std::int64_t event_ms = 0;       // unix milliseconds of the newest event that was taken in
  std::int64_t gone_ts = 0;        // unix seconds since when the agent seems gone; 0: it does not
  std::string agent_command = {};  // command line it was launched with
  std::string handle = {};         // of its worktree
  std::string conversation_id = {};

  base::Json extra = base::Json::object();  // fields that we do not know, kept on rewriting
};

// Pretty JSON without a final newline, fields in the order of AGT 5.3.
std::string to_text(const AgentState& state);

// Errors: no JSON object, no pane_key with three strings, a text longer than 64 KiB, or a field of the wrong type.
// Texts inside are not sanitised here; whoever prints them does.
base::Result<AgentState> parse_state(std::string_view text);

// File name of a pane's state (AGT 5.2): "tmux__%2Ftmp%2Ftmux-1000%2Fdefault__%2512.json".
std::string state_file_name(const PaneKey& key);

// One part of it: control characters, "/", "\", ":", "%" and every byte above 0x7e as %XX.
std::string encode_name_part(std::string_view text);

}  // namespace agent
