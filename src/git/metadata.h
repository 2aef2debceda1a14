#pragma once
// What is kept in the repository's shared settings about branches and worktrees (WT 2.1).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/config_file.h"
#include "git/repository.h"

namespace git {

enum class Mode : std::uint8_t { window, session };

// "window", "session".
std::string_view mode_name(Mode mode);
std::optional<Mode> mode_from_name(std::string_view name);

struct WorktreeMetadata {
  std::optional<Mode> mode = {};    // nothing: not stored, or an unknown word
  std::string target_window = {};   // target name without prefix; empty: the handle
  std::string target_session = {};  // same, session mode
  std::string window_session = {};  // parent session; empty: none

  bool operator==(const WorktreeMetadata&) const = default;
};

// The shared settings of the repository, includes not followed. Read it once per command and hand it down.
base::Result<ConfigFile> read_local_config(const Repository& repository);

// The stored base of a branch, as written. A value that starts with "-" or holds control characters counts as absent.
std::optional<std::string> base_of(const ConfigFile& config, std::string_view branch);

// Names that do not match ^[A-Za-z0-9._-]+$ count as absent (SBX E2).
WorktreeMetadata metadata_of(const ConfigFile& config, std::string_view handle);

// Changes for edit_config(), so that one command writes the file once.
ConfigEdit base_edit(std::string_view branch, std::string_view base);
ConfigEdit base_removal(std::string_view branch);
// Sets what is given and unsets the rest.
std::vector<ConfigEdit> metadata_edits(std::string_view handle, const WorktreeMetadata& metadata);

// Writes at once; each is one change of the file (nothing is written when nothing changes).
base::Result<> set_base(const Repository& repository, std::string_view branch, std::string_view base);
base::Result<> remove_base(const Repository& repository, std::string_view branch);
base::Result<> store_metadata(const Repository& repository, std::string_view handle, const WorktreeMetadata& metadata);
base::Result<> remove_metadata(const Repository& repository, std::string_view handle);
base::Result<> rename_metadata(const Repository& repository, std::string_view from, std::string_view to);
// Every branch whose stored base is `from` gets `to` (WT-W36).
base::Result<> rename_base(const Repository& repository, std::string_view from, std::string_view to);

}  // namespace git
