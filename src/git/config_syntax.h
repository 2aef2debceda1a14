#pragma once
// The syntax of git's settings files, with the place of each part in the text: what reader and writer share.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace git {

struct ConfigPart {
  enum class Kind : std::uint8_t { section, entry };
  Kind kind = Kind::section;
  std::string section;               // "branch.My/Branch": the name in lower case, the subsection as written
  std::string name;                  // of an entry, lower case
  std::optional<std::string> value;  // of an entry; nothing without "="
  size_t begin = 0;                  // of "[" or of the name
  size_t value_end = 0;              // of an entry: behind the last byte of the value, before blanks and a comment
  size_t end = 0;                    // behind "]"; of an entry: at its newline, or the end of the text
};

// The parts in order. An error names the line.
base::Result<std::vector<ConfigPart>> scan_config(std::string_view text);

// A key taken apart: "branch.a.b.merge" is {"branch.a.b", "merge"}, brought into the form of ConfigPart. Nothing when
// git could not hold it: no dot, characters that names do not have, a newline or NUL in the subsection.
struct ConfigKey {
  std::string section;
  std::string name;
};
std::optional<ConfigKey> split_config_key(std::string_view key);

// "section" or "section.subsection" in the form of ConfigPart; nothing when git could not hold it.
std::optional<std::string> canonical_section(std::string_view section);

// "[branch \"My/Branch\"]"
std::string section_header(std::string_view section);

// A value as it stands behind "= ", quoted and escaped where needed.
std::string quoted_value(std::string_view value);

}  // namespace git
