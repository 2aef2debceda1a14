#include "config/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/unicode.h"
#include "config/discovery.h"
#include "config/guards.h"
#include "config/load_file.h"
#include "config/merge.h"
#include "config/panes.h"
#include "config/schema.h"
#include "config/validate.h"
#include "config/yaml.h"
#include "os/files.h"

namespace config {

namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) {
  return base::sanitise_line(path.string());
}

// A load in progress: each step below does one thing to it.
struct Loading {
  const Sources& sources;
  Loaded result;
  Node global = map_node();
  Node project = map_node();
  bool approved = false;  // the project's bytes were approved by the user

  std::uint32_t add_file(const fs::path& path) {
    result.files.push_back(path);
    return static_cast<std::uint32_t>(result.files.size() - 1);
  }
  void warn(std::string_view key, const fs::path& file, std::uint32_t line, std::string text) {
    result.warnings.push_back({std::string(key), std::move(text), file.string(), line});
  }
};

void apply_icons(Loading& loading, Node& tree, IconAuthor author) {
  for (const IgnoredKey& icon : drop_unsafe_icons(tree, author)) {
    const fs::path file = loading.result.files[icon.place.file];
    loading.warn(
        icon.key->path, file, icon.place.line,
        fmt::format("{} in {}:{} is ignored: it has {}", icon.key->path, shown(file), icon.place.line, icon.reason));
  }
}

base::Result<> read_global(Loading& loading) {
  const fs::path path = global_file(loading.sources);
  const auto text = TRY_WITH(os::read_file_if_exists(path, kLongestFile),
                             fmt::format("Failed to read config file '{}'", shown(path)));
  if (!text) return {};
  loading.result.global_file = path;
  loading.global = TRY(read_config_text(*text, path, loading.add_file(path), loading.result.warnings));
  apply_icons(loading, loading.global, IconAuthor::user);
  return {};
}

base::Result<> read_project_text(Loading& loading, const fs::path& path, std::string text) {
  loading.project = TRY(read_config_text(text, path, loading.add_file(path), loading.result.warnings));
  ProjectFile file{
      .path = path, .hash = base::sha256_hex(text), .text = std::move(text), .host_executing = {}, .loosening = {}};
  for_each_key(loading.project, [&](const Key& key, const Node&) {
    if (key.rules.runs_on_host && key.scope != Scope::global) file.host_executing.emplace_back(key.path);
  });
  loading.result.project = std::move(file);
  return {};
}

// Content that came out of a sandbox does not act on the host before the user approved it (CLI 5.5).
base::Result<> apply_trust(Loading& loading, ProjectTrust rule) {
  const ProjectFile file = *loading.result.project;
  loading.approved = rule == ProjectTrust::always || loading.sources.trusted.contains(file.hash);
  const auto executing = file.host_executing.empty() ? HostExecuting::no : HostExecuting::yes;
  if (!needs_approval(loading.sources, rule, file.hash, executing)) return {};
  loading.result.pending.push_back(file);
  const std::string names = fmt::format("{}", fmt::join(file.host_executing, ", "));
  if (loading.sources.last_trusted) {
    loading.warn(
        "", file.path, 0,
        fmt::format("'{}' is not approved: the last approved content is used instead ({}). To approve: workmux trust",
                    shown(file.path), names));
    TRY(read_project_text(loading, file.path, loading.sources.last_trusted->text));
    loading.approved = loading.sources.trusted.contains(loading.result.project->hash);
    return {};
  }
  for (const std::string& key : file.host_executing) erase_path(loading.project, key);
  if (!names.empty()) {
    loading.warn("", file.path, 0,
                 fmt::format("'{}' is not approved: {} left out. To approve: workmux trust", shown(file.path), names));
  }
  return {};
}

void apply_scopes(Loading& loading) {
  std::string_view last_unit;
  for (const IgnoredKey& ignored : drop_global_only(loading.project)) {
    const std::string_view unit = ignored.key->rules.unit.empty() ? ignored.key->path : ignored.key->rules.unit;
    if (unit == last_unit) continue;
    last_unit = unit;
    loading.warn(unit, loading.result.files[ignored.place.file], ignored.place.line,
                 fmt::format("{} in project config (.workmux.yaml) is ignored -- move it to your global config", unit));
  }
}

void apply_loosening(Loading& loading) {
  const Config global = config_of(loading.global);
  const Config merged = config_of(merge(loading.global, loading.project));
  const bool sandbox_on =
      loading.sources.sandbox_flag == SandboxFlag::on || global.sandbox.enabled || merged.sandbox.enabled;
  if (!sandbox_on) return;
  const LooseningQuestion question{.global = global,
                                   .merged = merged,
                                   .global_sets_backend = find_path(loading.global, "sandbox.backend") != nullptr,
                                   .root_entry = loading.sources.root_entry,
                                   .main_worktree = loading.sources.main_worktree,
                                   .home = loading.sources.home};
  for (const IgnoredKey& found : loosening_values(loading.project, question)) {
    loading.result.project->loosening.emplace_back(found.key->path);
    if (loading.approved) continue;
    const fs::path file = loading.result.files[found.place.file];
    loading.warn(
        found.key->path, file, found.place.line,
        fmt::format("{} in project config ({}:{}) would loosen the sandbox and is left out. To approve: workmux trust",
                    found.key->path, shown(file), found.place.line));
    erase_path(loading.project, found.key->path);
  }
  if (!loading.approved && !loading.result.project->loosening.empty() && loading.result.pending.empty()) {
    loading.result.pending.push_back(*loading.result.project);
  }
}

base::Result<> read_project(Loading& loading) {
  Discovery found = TRY(discover_project(loading.sources));
  Loaded& result = loading.result;
  result.warnings.insert(result.warnings.end(), found.warnings.begin(), found.warnings.end());
  if (found.guest_file) {
    const std::string hash = base::sha256_hex(found.guest_file->text);
    result.pending.push_back({found.guest_file->path, hash, std::move(found.guest_file->text), {}, {}});
  }
  result.config_dir = found.config_dir;
  result.source_dir = found.source_dir;
  if (!found.project) return {};
  result.relative_dir = found.project->relative;
  TRY(read_project_text(loading, found.project->path, std::move(found.project->text)));
  TRY(apply_trust(loading, project_trust(config_of(loading.global))));
  apply_scopes(loading);
  apply_icons(loading, loading.project, IconAuthor::project);
  apply_loosening(loading);
  return {};
}

void note_origins(Loaded& result, const Node& merged) {
  const auto note = [&](std::string path, Place place) {
    if (place.line == 0 || place.file >= result.files.size()) return;
    result.origins[std::move(path)] = {result.files[place.file], place.line, place.column};
  };
  for_each_key(merged, [&](const Key& key, const Node& value) {
    note(std::string(key.path), value.place);
    if (key.rules.merge != Merge::union_names) return;
    for (const Member& member : value.members) note(fmt::format("{}.{}", key.path, member.name), member.place);
  });
}

// CLI 5.4 "Defaults applied after merging".
void apply_derived_defaults(Loaded& result, const Node& merged) {
  Config& config = result.config;
  const auto exists = [&](const char* name) { return os::status_following(result.config_dir / name).has_value(); };
  config.derived.agent_is_explicit = find_path(merged, "agent") != nullptr;
  if (!config.panes && !config.windows) {
    const bool agent = config.derived.agent_is_explicit || exists("CLAUDE.md");
    config.panes = default_panes(agent ? FirstPane::agent : FirstPane::shell);
    config.derived.panes_are_default = true;
  }
  if (!config.pre_remove) {
    config.derived.sweep_node_modules = exists("pnpm-lock.yaml") || exists("package-lock.json") || exists("yarn.lock");
  }
}

}  // namespace

std::filesystem::path global_file(const Sources& sources) {
  if (sources.global_override) return *sources.global_override;
  const auto exists = [](const fs::path& path) { return os::status_following(path).has_value(); };
  for (const fs::path& directory : {sources.global_dir, sources.home / ".config" / "workmux"}) {
    for (const char* name : {"config.yaml", "config.yml"}) {
      if (exists(directory / name)) return directory / name;
    }
  }
  return sources.global_dir / "config.yaml";
}

base::Result<Loaded> load(const Sources& sources) {
  Loading loading{.sources = sources, .result = {}};
  TRY(read_global(loading));
  TRY(read_project(loading));
  const Node merged = merge(loading.global, loading.project);
  loading.result.config = config_of(merged);
  note_origins(loading.result, merged);
  TRY(validate_sandbox(loading.result.config.sandbox));
  apply_derived_defaults(loading.result, merged);
  return std::move(loading.result);
}

}  // namespace config
