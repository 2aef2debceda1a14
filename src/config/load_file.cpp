#include "config/load_file.h"

#include <fmt/format.h>

#include <map>

#include "base/unicode.h"
#include "config/guards.h"
#include "config/merge.h"
#include "config/naming.h"
#include "config/panes.h"
#include "config/schema.h"
#include "config/validate.h"
#include "config/yaml.h"
#include "os/files.h"

namespace config {

namespace {

Warning warning_of(const Problem& problem, const std::filesystem::path& file) {
  const std::string name = base::sanitise_line(file.string());
  return {.key = problem.key_path,
          .text = base::sanitise_line(
              fmt::format("{}:{}: {}: {}", name, problem.place.line, problem.key_path, problem.reason)),
          .file = file.string(),
          .line = problem.place.line};
}

// One key, two actions: whoever presses it gets only one of them.
void check_dashboard_keys(const Dashboard& dashboard, std::vector<Problem>& problems) {
  std::map<std::string, std::string> labels;
  for (const DashboardAction& action : dashboard.actions) {
    const auto [first, is_new] = labels.emplace(action.key, action.label);
    if (is_new) continue;
    problems.push_back(
        {Problem::Kind::error,
         "dashboard.actions",
         fmt::format("the key '{}' is used for '{}' and for '{}'", action.key, first->second, action.label),
         {}});
  }
  for (const auto& [context, map] : dashboard.keys) {
    for (const auto& [key, action] : map) {
      const auto used = labels.find(key);
      if (used == labels.end()) continue;
      problems.push_back(
          {Problem::Kind::error,
           fmt::format("dashboard.keys.{}.{}", context, key),
           fmt::format("the key is used for '{}' here and for '{}' in dashboard.actions", action, used->second),
           {}});
    }
  }
}

// What only shows in the configuration as a whole.
void check_values(const Config& config, std::vector<Problem>& problems) {
  const auto add = [&](std::string key, const base::Result<>& result) {
    if (result) return;
    const auto& causes = result.error().causes;
    problems.push_back(
        {Problem::Kind::error, std::move(key), causes.empty() ? result.error().message : causes.back(), {}});
  };
  const auto ignore_value = [](auto&& result) -> base::Result<> {
    if (!result) return std::unexpected(result.error());
    return {};
  };
  Sandbox sandbox = config.sandbox;
  add("sandbox", validate_sandbox(sandbox));
  add(config.windows ? "windows" : "panes", validate_targets(config));
  for (const auto& [name, layout] : config.layouts) add("layouts." + name, validate_panes(layout.panes));
  add("worktree_dir", ignore_value(worktrees_directory(config, "/main", "/home")));
  check_dashboard_keys(config.dashboard, problems);
}

}  // namespace

base::Result<Node> read_config_text(std::string_view text, const std::filesystem::path& file, std::uint32_t file_index,
                                    std::vector<Warning>& warnings) {
  Node tree = TRY(parse_yaml(text, file, file_index));
  normalise(tree);
  Config scratch;
  Reading reading;
  read_tree(tree, scratch, reading);
  for (const Problem& problem : reading.problems) {
    if (problem.kind == Problem::Kind::error) {
      return base::fail(parse_failure(file, problem.key_path, problem.reason, problem.place),
                        "Correct the file; 'workmux config check' shows all its problems.");
    }
    warnings.push_back(warning_of(problem, file));
  }
  return tree;
}

Config config_of(const Node& tree) {
  Config config;
  const Node* strict = find_path(tree, "sandbox.strict");
  if (strict != nullptr && strict->text == "true") config.sandbox = strict_sandbox_defaults();
  Reading reading;
  read_tree(tree, config, reading);
  return config;
}

std::vector<IgnoredKey> drop_unsafe_icons(Node& root, IconAuthor author) {
  std::vector<IgnoredKey> dropped;
  for_each_key(root, [&](const Key& key, const Node& value) {
    if (!key.path.starts_with("status_icons.")) return;
    std::string mistake = icon_mistake(value.text, author);
    if (!mistake.empty()) dropped.push_back({&key, value.place, std::move(mistake)});
  });
  for (const IgnoredKey& icon : dropped) erase_path(root, icon.key->path);
  return dropped;
}

std::vector<Problem> check_text(std::string_view text, const std::filesystem::path& file, FileKind kind) {
  auto tree = parse_yaml(text, file);
  if (!tree) return {{Problem::Kind::error, {}, tree.error().message, {}}};
  normalise(*tree);
  Config config;
  Reading reading;
  read_tree(*tree, config, reading);
  check_values(config, reading.problems);
  if (kind == FileKind::project) {
    for (const IgnoredKey& ignored : drop_global_only(*tree)) {
      reading.problems.push_back({Problem::Kind::warning, std::string(ignored.key->path),
                                  "ignored in a project file; move it to your global config", ignored.place});
    }
  }
  return reading.problems;
}

base::Result<std::vector<Problem>> check_file(const std::filesystem::path& file, FileKind kind) {
  const std::string text = TRY_WITH(os::read_file(file, kLongestFile),
                                    fmt::format("Failed to read '{}'", base::sanitise_line(file.string())));
  return check_text(text, file, kind);
}

}  // namespace config
