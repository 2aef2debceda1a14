#include "agent/codex_turns.h"

#include "base/json.h"
#include "os/files.h"
#include "os/lock.h"

namespace agent {

namespace {

constexpr size_t kFileLimit = 1U << 18;
constexpr size_t kTurnLimit = 512;
constexpr std::chrono::milliseconds kLockLimit{1000};

// {"active": [turn, ...], "seen": {turn: seconds}}. Without "seen" (other tools) a turn counts as heard of now.
CodexTurns read_turns(const std::filesystem::path& file, std::int64_t now) {
  CodexTurns turns;
  const auto text = os::read_file(file, kFileLimit);
  if (!text) return turns;
  const auto json = base::parse_json(*text);
  if (!json || !json->is_object()) return turns;
  const auto active = json->find("active");
  if (active == json->end() || !active->is_array()) return turns;
  const auto seen = json->find("seen");
  for (const base::Json& turn : *active) {
    if (!turn.is_string() || turns.size() >= kTurnLimit) continue;
    const auto name = turn.get<std::string>();
    turns[name] = seen != json->end() ? base::integer_member(*seen, name, now) : now;
  }
  return turns;
}

std::string to_text(const CodexTurns& turns) {
  base::Json json = {{"active", base::Json::array()}, {"seen", base::Json::object()}};
  for (const auto& [turn, seen] : turns) {
    json["active"].push_back(turn);
    json["seen"][turn] = seen;
  }
  return base::dump_json(json);
}

std::filesystem::path lock_file(const std::filesystem::path& file) {
  std::filesystem::path lock = file;
  lock += ".lock";
  return lock;
}

}  // namespace

StatusEvent count_turn(CodexTurns& turns, const HookPayload& payload, StatusEvent requested, std::int64_t now) {
  std::erase_if(turns, [&](const auto& turn) { return now - turn.second > kCodexTurnSeconds; });
  if (requested == StatusEvent::clear) {
    turns.clear();
    return requested;
  }
  if (requested == StatusEvent::done) {
    turns.erase(payload.codex_run);
    return turns.empty() ? StatusEvent::done : StatusEvent::working;
  }
  if (turns.size() < kTurnLimit) turns[payload.codex_run] = now;
  // A permission dialog is the only thing that waits for a person (AGT-W8).
  return requested == StatusEvent::waiting && payload.event == "PermissionRequest" ? StatusEvent::waiting
                                                                                   : StatusEvent::working;
}

std::filesystem::path codex_turns_file(const std::filesystem::path& state, const PaneKey& key) {
  return state / "runtime" / "codex-status" / state_file_name(key);
}

base::Result<StatusEvent> track_codex_turn(const std::filesystem::path& state, const PaneKey& key,
                                           const std::optional<HookPayload>& payload, StatusEvent requested,
                                           std::int64_t now) {
  if (requested == StatusEvent::clear) {
    TRY(forget_codex_turns(state, key));
    return requested;
  }
  if (!payload || payload->codex_run.empty()) return requested;
  const std::filesystem::path file = codex_turns_file(state, key);
  TRY(os::make_directories(file.parent_path()));
  const os::FileLock lock =
      TRY_WITH(os::FileLock::acquire(lock_file(file), kLockLimit), "Could not lock Codex's turns");
  CodexTurns turns = read_turns(file, now);
  const StatusEvent shown = count_turn(turns, *payload, requested, now);
  if (turns.empty())
    TRY(os::remove_file(file));
  else
    TRY_WITH(os::write_atomically(file, to_text(turns), 0600), "Could not store Codex's turns");
  return shown;
}

base::Result<> forget_codex_turns(const std::filesystem::path& state, const PaneKey& key) {
  const std::filesystem::path file = codex_turns_file(state, key);
  if (!os::status_of(file)) return {};
  const os::FileLock lock =
      TRY_WITH(os::FileLock::acquire(lock_file(file), kLockLimit), "Could not lock Codex's turns");
  TRY_WITH(os::remove_file(file), "Could not remove Codex's turns");
  return {};
}

}  // namespace agent
