#pragma once
// Settings files in git's own syntax: a reader that agrees with git, and a writer that follows git's protocol (lock
// file, rename) and leaves every other byte of the file as it was. No process.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace git {

// The largest settings file that is read, in bytes.
inline constexpr size_t kConfigLimit = 8U << 20;

struct ConfigEntry {
  // "branch.My/Branch.merge": section and name in lower case, the subsection as written.
  std::string key;
  // Nothing for a name without "=", which means true.
  std::optional<std::string> value;
};

// The entries of one or several files in order; later ones win.
class ConfigFile {
 public:
  ConfigFile() = default;
  explicit ConfigFile(std::vector<ConfigEntry> entries) : entries_(std::move(entries)) {}

  const std::vector<ConfigEntry>& entries() const { return entries_; }

  // `key` in the spelling of ConfigEntry::key; use config_key() to build one with a subsection.
  // The last value; an entry without "=" gives "true".
  std::optional<std::string> get(std::string_view key) const;
  std::vector<std::string> get_all(std::string_view key) const;
  // git's booleans: true/yes/on/1 (and no value), false/no/off/0/empty; anything else: nothing.
  std::optional<bool> get_bool(std::string_view key) const;
  // All distinct subsections of a section, in order of appearance: subsections("remote") are the remotes.
  std::vector<std::string> subsections(std::string_view section) const;

  void append(ConfigFile other);

 private:
  std::vector<ConfigEntry> entries_;
};

// "section.subsection.name" with section and name in lower case.
std::string config_key(std::string_view section, std::string_view subsection, std::string_view name);

// `include.path` entries of the file: left alone, or followed (relative to the file, "~/" to `home`; at most 10 deep).
// includeIf is never followed.
enum class Includes : std::uint8_t { ignore, follow };

// Errors name the line.
base::Result<ConfigFile> parse_config(std::string_view text);

// A missing file has no entries. Errors: unreadable, too large, malformed (file and line).
base::Result<ConfigFile> read_config(const std::filesystem::path& path, Includes includes = Includes::ignore,
                                     const std::filesystem::path& home = {});

// One change of a file.
struct ConfigEdit {
  enum class Kind : std::uint8_t {
    set,             // `key` gets exactly `value`; further values of the key go
    unset,           // every value of `key` goes; a section that is left empty goes too
    remove_section,  // every section named `key` goes; comments behind its last entry stay
    rename_section,  // every section named `key` is named `value` from now on ("section.subsection")
  };
  Kind kind = Kind::set;
  std::string key;
  std::string value;

  static ConfigEdit set(std::string key, std::string value) { return {Kind::set, std::move(key), std::move(value)}; }
  static ConfigEdit unset(std::string key) { return {Kind::unset, std::move(key), {}}; }
  static ConfigEdit remove_section(std::string section) { return {Kind::remove_section, std::move(section), {}}; }
  static ConfigEdit rename_section(std::string from, std::string to) {
    return {Kind::rename_section, std::move(from), std::move(to)};
  }
};

// The text after the edits. Errors: malformed text, a key or value git could not hold (newline in a subsection, NUL).
base::Result<std::string> edit_config_text(std::string_view text, const std::vector<ConfigEdit>& edits);

// Applies the edits as one change, as git does it: `<path>.lock` is created exclusively (waiting up to 1 s for another
// writer), written, and renamed over. A file that would not change is not written. Links are followed, the mode is
// kept. Errors: locked (names the lock file), unreadable, malformed, not writable; the file is unchanged then.
base::Result<> edit_config(const std::filesystem::path& path, const std::vector<ConfigEdit>& edits);

}  // namespace git
