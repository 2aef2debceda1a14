#include "git/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/unicode.h"
#include "git/config_syntax.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

constexpr int kIncludeDepth = 10;
constexpr size_t kEntryLimit = 500'000;  // over all included files: a file that includes itself twice doubles

fs::path include_target(const std::string& value, const fs::path& including, const fs::path& home) {
  if (value.starts_with("~/")) return home / value.substr(2);
  return including.parent_path() / value;
}

base::Result<> collect(const fs::path& path, Includes includes, const fs::path& home, int depth,
                       std::vector<ConfigEntry>& entries) {
  const auto text = TRY(os::read_file_if_exists(path, kConfigLimit));
  if (!text) return {};
  const std::string context = fmt::format("Could not read the settings in '{}'", base::sanitise_line(path.string()));
  const ConfigFile file = TRY_WITH(parse_config(*text), context);
  for (const ConfigEntry& entry : file.entries()) {
    if (entries.size() >= kEntryLimit) return base::fail(context, "It includes too much.");
    entries.push_back(entry);
    if (includes == Includes::ignore || entry.key != "include.path" || !entry.value || entry.value->empty()) continue;
    if (depth == 0) return base::fail(context, "Its includes are nested more than 10 deep.");
    TRY(collect(include_target(*entry.value, path, home), includes, home, depth - 1, entries));
  }
  return {};
}

}  // namespace

std::optional<std::string> ConfigFile::get(std::string_view key) const {
  const auto found =
      std::find_if(entries_.rbegin(), entries_.rend(), [&](const ConfigEntry& entry) { return entry.key == key; });
  if (found == entries_.rend()) return std::nullopt;
  return found->value.value_or("true");
}

std::vector<std::string> ConfigFile::get_all(std::string_view key) const {
  std::vector<std::string> values;
  for (const ConfigEntry& entry : entries_) {
    if (entry.key == key) values.push_back(entry.value.value_or("true"));
  }
  return values;
}

std::optional<bool> ConfigFile::get_bool(std::string_view key) const {
  const auto value = get(key);
  if (!value) return std::nullopt;
  const std::string word = base::to_lower(*value);
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word.empty() || word == "false" || word == "no" || word == "off" || word == "0") return false;
  const auto number = base::parse_integer(word);
  return number ? std::optional<bool>(*number != 0) : std::nullopt;
}

std::vector<std::string> ConfigFile::subsections(std::string_view section) const {
  std::vector<std::string> names;
  const std::string prefix = base::to_lower(section) + '.';
  for (const ConfigEntry& entry : entries_) {
    if (!entry.key.starts_with(prefix)) continue;
    const size_t last_dot = entry.key.rfind('.');
    if (last_dot < prefix.size()) continue;
    std::string name = entry.key.substr(prefix.size(), last_dot - prefix.size());
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

void ConfigFile::append(ConfigFile other) {
  std::ranges::move(other.entries_, std::back_inserter(entries_));
}

std::string config_key(std::string_view section, std::string_view subsection, std::string_view name) {
  return fmt::format("{}.{}.{}", base::to_lower(section), subsection, base::to_lower(name));
}

base::Result<ConfigFile> parse_config(std::string_view text) {
  std::vector<ConfigEntry> entries;
  for (ConfigPart& part : TRY(scan_config(text))) {
    if (part.kind != ConfigPart::Kind::entry) continue;
    entries.push_back({part.section.empty() ? part.name : part.section + '.' + part.name, std::move(part.value)});
  }
  return ConfigFile(std::move(entries));
}

base::Result<ConfigFile> read_config(const fs::path& path, Includes includes, const fs::path& home) {
  std::vector<ConfigEntry> entries;
  TRY(collect(path, includes, home, kIncludeDepth, entries));
  return ConfigFile(std::move(entries));
}

}  // namespace git
