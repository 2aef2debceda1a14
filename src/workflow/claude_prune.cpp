#include "workflow/claude_prune.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/unicode.h"
#include "os/files.h"

namespace workflow {

namespace {

constexpr base::JsonLimits kLimits{.depth = 128, .bytes = 64U << 20};

// A path that cannot be looked at may well exist.
bool is_gone(const std::string& path) {
  std::error_code error;
  return !std::filesystem::exists(path, error) && !error;
}

base::Result<> replace(const std::filesystem::path& file, const std::string& before, const base::Json& json) {
  const auto status = os::status_of(file);
  const std::filesystem::path backup = file.string() + ".bak";
  const mode_t mode = status ? status->mode : mode_t{0600};
  TRY(os::write_atomically(backup, before, mode, os::Durable::yes));
  if (TRY(os::read_file(file)) != before) {
    return base::fail(fmt::format("'{}' was changed meanwhile", base::sanitise_line(file.string())), "Try again.");
  }
  return os::write_atomically(file, base::dump_json_pretty(json), mode, os::Durable::yes);
}

}  // namespace

base::Result<PruneResult> prune_claude_projects(const std::filesystem::path& file) {
  PruneResult result;
  if (!os::status_following(file)) return result;
  const std::filesystem::path real = TRY(os::real_path(file));
  const std::string text = TRY(os::read_file(real));
  base::Json json = TRY_WITH(base::parse_json(text, kLimits),
                             fmt::format("Failed to parse '{}'", base::sanitise_line(file.string())));
  const auto projects = json.is_object() ? json.find("projects") : json.end();
  result.found = PruneResult::Found::no_section;
  if (projects == json.end() || !projects->is_object()) return result;
  result.found = PruneResult::Found::projects;
  result.total = projects->size();
  for (const auto& [path, value] : projects->items()) {
    if (path.starts_with('/') && is_gone(path)) result.removed.push_back(path);
  }
  if (result.removed.empty()) return result;
  for (const std::string& path : result.removed) projects->erase(path);
  TRY_WITH(replace(real, text, json), fmt::format("Failed to rewrite '{}'", base::sanitise_line(file.string())));
  result.backup = real.string() + ".bak";
  return result;
}

}  // namespace workflow
