#include "agent/state_store.h"

#include <fmt/format.h>

#include "agent/codex_turns.h"
#include "os/files.h"
#include "os/lock.h"

namespace agent {

namespace {

constexpr size_t kFileLimit = 1U << 20;
constexpr size_t kCountLimit = 4096;
constexpr std::int64_t kSweepSeconds = 30 * 86400;
// A holder only reads and writes one small file; whoever holds a lock longer hangs.
constexpr std::chrono::milliseconds kLockLimit{2000};

std::optional<AgentState> read_state(const std::filesystem::path& file) {
  // A link or a pipe in the place of a state is nobody's state.
  const auto status = os::status_of(file);
  if (!status || status->type != os::FileType::regular) return std::nullopt;
  auto text = os::read_file(file, kFileLimit);
  if (!text) return std::nullopt;
  auto state = parse_state(*text);
  if (!state) return std::nullopt;
  return *std::move(state);
}

}  // namespace

base::Result<std::filesystem::path> StateStore::watched_directory() const {
  TRY_WITH(os::make_directories(agents()), "Could not create the directory of agent states");
  return agents();
}

std::filesystem::path StateStore::lock_of(const std::string& file_name) const {
  return root_ / "runtime" / "locks" / fmt::format("{}.lock", file_name);
}

StateStore::Contents StateStore::load_all() const {
  Contents contents;
  size_t count = 0;
  for (const std::string& name : os::list_directory(agents())) {
    if (!name.ends_with(".json") || ++count > kCountLimit) continue;
    auto state = read_state(agents() / name);
    // The name must be the one of the pane inside, or two files could speak for one pane.
    if (state && state_file_name(state->key) == name)
      contents.agents.push_back(*std::move(state));
    else
      contents.unreadable.push_back(name);
  }
  return contents;
}

std::optional<AgentState> StateStore::load(const PaneKey& key) const {
  auto state = read_state(agents() / state_file_name(key));
  if (state && state->key != key) return std::nullopt;
  return state;
}

base::Result<std::optional<AgentState>> StateStore::update(
    const PaneKey& key,
    const std::function<std::optional<AgentState>(const std::optional<AgentState>&)>& change) const {
  const std::string name = state_file_name(key);
  TRY_WITH(os::make_directories(agents()), "Could not create the directory of agent states");
  TRY(os::make_directories(root_ / "runtime" / "locks"));
  const os::FileLock lock = TRY_WITH(os::FileLock::acquire(lock_of(name), kLockLimit),
                                     fmt::format("Could not lock the state of pane {}", key.pane_id));
  const std::optional<AgentState> old = load(key);
  std::optional<AgentState> changed = change(old);
  if (!changed) return old;
  TRY_WITH(os::write_atomically(agents() / name, to_text(*changed), 0600),
           fmt::format("Could not store the state of pane {}", key.pane_id));
  return changed;
}

base::Result<> StateStore::save(const AgentState& state) const {
  TRY(update(state.key, [&](const auto&) { return state; }));
  return {};
}

base::Result<> StateStore::remove(const PaneKey& key) const {
  const std::string name = state_file_name(key);
  TRY_WITH(os::remove_file(agents() / name), fmt::format("Could not remove the state of pane {}", key.pane_id));
  TRY(forget_codex_turns(root_, key));
  return {};
}

base::Result<bool> StateStore::remove_if_unchanged(const AgentState& seen) const {
  const std::string name = state_file_name(seen.key);
  TRY(os::make_directories(root_ / "runtime" / "locks"));
  const os::FileLock lock = TRY_WITH(os::FileLock::acquire(lock_of(name), kLockLimit),
                                     fmt::format("Could not lock the state of pane {}", seen.key.pane_id));
  const auto now = load(seen.key);
  if (now && (now->event_ms != seen.event_ms || now->updated_ts != seen.updated_ts)) return false;
  TRY(remove(seen.key));
  return true;
}

void StateStore::remove_unreadable(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    if (name.contains('/') || !name.ends_with(".json")) continue;
    // Best effort: a file that stays is ignored by every reader.
    (void)os::remove_file(agents() / name);
  }
}

base::Result<size_t> StateStore::move_worktree(const std::filesystem::path& from, const std::filesystem::path& to,
                                               std::string_view from_full_name, std::string_view to_full_name) const {
  size_t moved = 0;
  for (const AgentState& seen : load_all().agents) {
    if (!moved_state(seen, from, to, from_full_name, to_full_name)) continue;
    TRY(update(seen.key, [&](const std::optional<AgentState>& old) -> std::optional<AgentState> {
      if (!old) return std::nullopt;
      return moved_state(*old, from, to, from_full_name, to_full_name);
    }));
    ++moved;
  }
  return moved;
}

size_t StateStore::sweep(std::int64_t now) const {
  size_t removed = 0;
  for (const AgentState& state : load_all().agents) {
    const std::filesystem::path socket = state.key.instance;
    const bool server_gone = socket.is_absolute() && !os::status_following(socket);
    if (!server_gone || now - state.updated_ts < kSweepSeconds) continue;
    if (!remove(state.key)) continue;
    // Nobody waits for a lock of a pane that cannot come back.
    (void)os::remove_file(lock_of(state_file_name(state.key)));
    ++removed;
  }
  return removed;
}

namespace {

// `name` with its `from` part exchanged when it is `from` itself or one of its duplicates `from-N`.
std::optional<std::string> renamed(const std::optional<std::string>& name, std::string_view from, std::string_view to) {
  if (!name || from.empty() || !name->starts_with(from)) return name;
  const std::string_view rest = std::string_view(*name).substr(from.size());
  const bool is_duplicate =
      rest.size() > 1 && rest.front() == '-' && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return rest.empty() || is_duplicate ? fmt::format("{}{}", to, rest) : name;
}

}  // namespace

std::optional<AgentState> moved_state(const AgentState& state, const std::filesystem::path& from,
                                      const std::filesystem::path& to, std::string_view from_full_name,
                                      std::string_view to_full_name) {
  const std::filesystem::path workdir = std::filesystem::path(state.workdir).lexically_normal();
  if (!workdir.is_absolute() || !os::is_within(workdir, from)) return std::nullopt;
  AgentState moved = state;
  const std::filesystem::path below = workdir.lexically_relative(from.lexically_normal());
  moved.workdir = below == "." ? to.string() : (to / below).string();
  moved.window_name = renamed(state.window_name, from_full_name, to_full_name);
  moved.session_name = renamed(state.session_name, from_full_name, to_full_name);
  if (!moved.handle.empty()) moved.handle = to.filename().string();
  return moved;
}

}  // namespace agent
