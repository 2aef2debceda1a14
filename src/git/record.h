#pragma once
// The record of a worktree in host state (WT 2.2): the authority for destructive steps. Every such step compares it
// with git and with the disk first (SBX E2).

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/metadata.h"
#include "git/worktrees.h"

namespace git {

enum class Origin : std::uint8_t { local, pull_request, fork };

struct RecordMux {
  Mode mode = Mode::window;
  std::string target_name;     // without prefix; empty: the handle
  std::string parent_session;  // empty: none

  bool operator==(const RecordMux&) const = default;
};

struct WorktreeRecord {
  std::filesystem::path path;  // canonical top level
  std::string branch;          // empty: detached
  std::string base;            // empty: unknown
  std::string base_oid;        // empty: unknown
  dev_t dev = 0;               // of the top-level directory
  ino_t ino = 0;
  RecordMux mux;
  bool sandbox = false;
  std::string config_id;  // of the configuration snapshot that the sandbox runs with; empty: none
  Origin origin = Origin::local;
  std::int64_t created_at = 0;  // seconds since 1970

  bool operator==(const WorktreeRecord&) const = default;
};

// The records of one project: `<state>/worktrees/<project id>/`.
std::filesystem::path record_directory(const std::filesystem::path& state, const Repository& repository);

// A handle that may be a file name in that directory: one component, no leading dot, no control characters, at most 200
// bytes.
bool is_valid_handle(std::string_view handle);

// The record of `handle`; nothing when there is none. Errors: an invalid handle; contents that are malformed, oversized
// or hostile (relative path, control characters, invalid names): the message names the file.
base::Result<std::optional<WorktreeRecord>> load_record(const std::filesystem::path& directory,
                                                        std::string_view handle);

// Written atomically with mode 0600, directories 0700.
base::Result<> save_record(const std::filesystem::path& directory, std::string_view handle,
                           const WorktreeRecord& record);

// Missing is fine.
base::Result<> remove_record(const std::filesystem::path& directory, std::string_view handle);
base::Result<> rename_record(const std::filesystem::path& directory, std::string_view from, std::string_view to);

struct NamedRecord {
  std::string handle;
  WorktreeRecord record;
};

// All readable records of a project, by handle; unreadable ones are named in `refused`.
struct RecordList {
  std::vector<NamedRecord> records;
  std::vector<std::string> refused;  // messages
};
RecordList list_records(const std::filesystem::path& directory);

// Text form, for the tests and `load_record`.
base::Result<WorktreeRecord> parse_record(std::string_view json);
std::string format_record(const WorktreeRecord& record);

// Fills path, dev, ino and branch from the disk and git. Error: the directory is missing.
base::Result<WorktreeRecord> record_for(const Worktree& worktree);

// Guard: does the record still describe the worktree that git lists and the directory on disk? Compares canonical path,
// branch, device, inode and that the directory's `.git` link leads to the worktree's own admin directory. A missing
// directory matches when path and branch do. Nothing: all agree; else one sentence that says what differs.
std::optional<std::string> difference(const WorktreeRecord& record, const Worktree& worktree);

// difference() as an error: "The record of worktree '<handle>' does not match ...", with the next step as hint.
base::Result<> check(const WorktreeRecord& record, const Worktree& worktree);

}  // namespace git
