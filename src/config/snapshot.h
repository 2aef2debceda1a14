#pragma once
// The configuration frozen in host state when a window is created: the supervisor and all that a guest asks for work
// from it, never from files that may have changed since (SBX E5 a).

#include <filesystem>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "config/config.h"

namespace config {

// {"version": 1, "values": {KEY PATH: value, ...}, "derived": {...}}: every key, in the order of the schema.
base::Json to_json(const Config& config);

// The same configuration back. A missing key has its default; an unknown key, version or value of the wrong type is an
// error.
base::Result<Config> from_json(const base::Json& json);

// SHA-256 (hex) of the compact text of to_json.
std::string snapshot_id(const Config& config);

// Writes <directory>/<id>.json (0600, directories 0700) and returns the id; writing the same twice is fine.
base::Result<std::string> write_snapshot(const std::filesystem::path& directory, const Config& config);

// Errors: an id that is no 64 hex digits, a missing file, a content that does not belong to the id.
base::Result<Config> read_snapshot(const std::filesystem::path& directory, std::string_view id);

}  // namespace config
