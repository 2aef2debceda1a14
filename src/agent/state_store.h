#pragma once
// The directory of agent states (AGT 5): one JSON file per agent pane, written atomically, 0600, each under its own
// lock. Everything read is checked; what is no state is reported, not trusted.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/state.h"
#include "base/result.h"

namespace agent {

class StateStore {
 public:
  // `state` is os::Paths::state. Nothing is created before the first write.
  explicit StateStore(std::filesystem::path state) : root_(std::move(state)) {}

  const std::filesystem::path& root() const { return root_; }
  // Where the files are: the directory to watch (os::Watcher) for changes of any agent. Made when missing.
  base::Result<std::filesystem::path> watched_directory() const;

  struct Contents {
    std::vector<AgentState> agents;       // by file name
    std::vector<std::string> unreadable;  // names of files that are no state
  };
  // Every agent, of every multiplexer. A missing directory is empty. At most 4096 files are read.
  Contents load_all() const;

  // Nothing for a missing or unreadable file.
  std::optional<AgentState> load(const PaneKey& key) const;

  // Changes one state under its lock. `change` gets the stored state (nothing when there is none) and returns the new
  // one, or nothing to leave the file as it is. Returns what is stored afterwards.
  base::Result<std::optional<AgentState>> update(
      const PaneKey& key,
      const std::function<std::optional<AgentState>(const std::optional<AgentState>&)>& change) const;

  // Writes a state under its lock, whatever was there.
  base::Result<> save(const AgentState& state) const;

  // Removes a state and the Codex turns of its pane. Missing is fine.
  base::Result<> remove(const PaneKey& key) const;
  // As remove, but only while the file still says what `seen` says (its event and update times): a hook that reported
  // in the meantime wins (AGT-W5). Returns whether it was removed.
  base::Result<bool> remove_if_unchanged(const AgentState& seen) const;
  // Removes files named in Contents::unreadable.
  void remove_unreadable(const std::vector<std::string>& names) const;

  // After a worktree was moved or renamed (AGT 5.7): rewrites every state below `from`. Full names are those of
  // targets.
  base::Result<size_t> move_worktree(const std::filesystem::path& from, const std::filesystem::path& to,
                                     std::string_view from_full_name, std::string_view to_full_name) const;

  // Removes states whose server is certainly gone (an absolute socket path that does not exist) and that nobody updated
  // for 30 days, with their locks (AGT-W24). Returns how many.
  size_t sweep(std::int64_t now) const;

 private:
  std::filesystem::path agents() const { return root_ / "agents"; }
  std::filesystem::path lock_of(const std::string& file_name) const;
  std::filesystem::path root_;
};

// The state as it is after its worktree moved; nothing when it lies elsewhere (AGT 5.7). Pure.
std::optional<AgentState> moved_state(const AgentState& state, const std::filesystem::path& from,
                                      const std::filesystem::path& to, std::string_view from_full_name,
                                      std::string_view to_full_name);

}  // namespace agent
