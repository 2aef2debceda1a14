#pragma once
// Changes one top-level key of a YAML file and leaves every other byte as it is (CLI-W33).

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace config {

// `text` with `key` set to the one-line YAML value `value`: the entry is replaced (a comment behind a one-line value
// stays), else "key: value" is appended. A nested or commented `key:` is not touched. Errors: text that is no valid
// YAML map, a top level in braces, a value or key that would change anything else.
base::Result<std::string> set_top_level_key(std::string_view text, std::string_view key, std::string_view value);

// As set_top_level_key on a file: under a lock (<file>.lock beside it), written atomically, mode and a link at `file`
// kept; a missing file (and its directory) is created.
base::Result<> edit_file(const std::filesystem::path& file, std::string_view key, std::string_view value);

}  // namespace config
