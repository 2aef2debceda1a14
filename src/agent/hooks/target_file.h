#pragma once
// Careful edits of files that belong to the user: atomic, a link stays a link, the mode stays, comments and blanks
// stay, and the text from before our first edit stays beside it (AGT 4.3).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace agent::hooks {

enum class Backup { no, yes };

// Replaces `old` (nothing: there was no file), on which the edit is based, by `text` in `file` (the file a link points
// to); an equal text is not written. Missing directories are made. With Backup::yes the old text is kept as
// <file>.workmux-backup, unless there is one already. Whenever we are killed, file and backup are whole. An error when
// somebody else changed the file meanwhile.
base::Result<> write_target(const std::filesystem::path& file, const std::optional<std::string>& old,
                            std::string_view text, Backup backup);

// Where write_target keeps the old text: beside the file that a link points to.
std::filesystem::path backup_of(const std::filesystem::path& file);

// Nothing for a missing file.
base::Result<std::optional<std::string>> read_target(const std::filesystem::path& file);

struct JsonTarget {
  std::string text = {};
  base::Json value = {};  // an empty object for an empty text
};
// A JSON file, which may hold comments; nothing for a missing one.
base::Result<std::optional<JsonTarget>> read_json_target(const std::filesystem::path& file);

// Makes the file read as `wanted`; what does not differ stays as it is written. As write_target otherwise.
base::Result<> write_json_target(const std::filesystem::path& file, const std::optional<JsonTarget>& old,
                                 const base::Json& wanted, Backup backup);

}  // namespace agent::hooks
