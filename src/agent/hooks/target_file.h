#pragma once
// Careful edits of files that belong to the user: atomic, a link stays a link, the mode stays, and the text from before
// our first edit stays beside it (AGT 4.3).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace agent::hooks {

enum class Backup { no, yes };

// Replaces the text of `file` (the file a link points to); an equal text is not written. Missing directories are made.
// With Backup::yes the old text is kept as <file>.workmux-backup, unless there is one already.
base::Result<> write_target(const std::filesystem::path& file, std::string_view text, Backup backup);

// Where write_target keeps the old text: beside the file that a link points to.
std::filesystem::path backup_of(const std::filesystem::path& file);

// Nothing for a missing file.
base::Result<std::optional<std::string>> read_target(const std::filesystem::path& file);

// The JSON of a file; an empty object for an empty one; nothing for a missing one.
base::Result<std::optional<base::Json>> read_json_target(const std::filesystem::path& file);

}  // namespace agent::hooks
