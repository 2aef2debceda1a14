#pragma once
// The policy of one sandboxed window, fixed when the window is made (SBX E5): what the supervisor and every host child
// of its requests obey, whatever the project's files say later. Lives in `<state>/sandbox/snapshots/<id>.json`, 0600;
// only the id is on command lines.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"

namespace sandbox {

struct Snapshot {
  std::string id;                       // 32 lower-case hexadecimal digits; write_snapshot() makes it
  std::filesystem::path worktree;       // root of the sandboxed worktree, canonical
  std::filesystem::path main_worktree;  // empty when the repository is bare
  std::filesystem::path common_dir;     // the real shared git directory, canonical
  std::filesystem::path git_dir;        // the worktree's own admin directory; equal to common_dir for a main checkout
  std::string handle;
  std::string project_id;
  std::string branch;           // empty: detached
  std::string base;             // branch that `branch` was made from; may be empty
  std::string base_oid;         // commit of the base at creation; may be empty
  std::string agent;            // profile name ("claude"), decides agent directories
  config::Config config;        // the effective configuration
  std::string root;             // id of the first snapshot of this tree of spawned agents; empty: this one
  std::string parent;           // id of the snapshot whose guest asked for this one; empty: the user
  int depth = 0;                // 0: started by the user
  std::int64_t created_at = 0;  // seconds since 1970

  bool is_main_checkout() const { return git_dir == common_dir; }
  const std::string& root_id() const { return root.empty() ? id : root; }
};

// Writes the snapshot under a new random id and returns it. `state` is os::Paths::state.
base::Result<std::string> write_snapshot(const std::filesystem::path& state, Snapshot snapshot);

// Reads and checks a snapshot: the id's form, every field's type and form, absolute paths. Errors name the id and say
// to reopen the window.
base::Result<Snapshot> read_snapshot(const std::filesystem::path& state, std::string_view id);

// Removes the snapshots of one worktree (at `remove`); missing is fine.
base::Result<> remove_snapshots(const std::filesystem::path& state, std::string_view project_id,
                                std::string_view handle);

}  // namespace sandbox
