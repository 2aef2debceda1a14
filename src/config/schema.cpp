#include "config/schema.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/codec.h"
#include "config/schema_row.h"

namespace config {

namespace {

bool is_below(std::string_view path, std::string_view group) {
  if (group.empty()) return true;
  return path.size() > group.size() + 1 && path.starts_with(group) && path[group.size()] == '.';
}

// Unknown keys in these maps are refused: a slip there would quietly open the sandbox (CLI 5.3).
bool is_strict_group(std::string_view group) {
  return group == "sandbox.network" || group == "sandbox.rpc";
}

void read_group(const Node& map, std::string_view group, Config& config, Reading& reading) {
  if (map.kind != Node::Kind::map) return wrong_type(map, "a map", reading);
  const auto rule = is_strict_group(group) ? Reading::Unknown::refuse : Reading::Unknown::warn;
  for (const Member& member : map.members) {
    const std::string path = path_below(group, member.name);
    const Key* key = find_key(path);
    if (key == nullptr && !is_group(path)) {
      reading.unknown(member, names_below(group), rule);
      continue;
    }
    if (member.value.kind == Node::Kind::null) continue;  // counts as unset
    reading.enter(member.name);
    if (key != nullptr) {
      key->access.read(member.value, config, reading);
    } else {
      read_group(member.value, path, config, reading);
    }
    reading.leave();
  }
}

}  // namespace

std::span<const Key> keys() {
  static const std::vector<Key> all = [] {
    std::vector<Key> rows;
    for (const std::span<const Key> part : {top_keys(), panel_keys(), sandbox_keys()}) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

const Key* find_key(std::string_view path) {
  const auto found = std::ranges::find(keys(), path, &Key::path);
  return found == keys().end() ? nullptr : &*found;
}

bool is_group(std::string_view path) {
  return !path.empty() && std::ranges::any_of(keys(), [&](const Key& key) { return is_below(key.path, path); });
}

std::string path_below(std::string_view group, std::string_view name) {
  if (name.empty() || name.find('.') != std::string_view::npos) return {};
  return group.empty() ? std::string(name) : fmt::format("{}.{}", group, name);
}

std::vector<std::string> names_below(std::string_view group) {
  std::vector<std::string> names;
  for (const Key& key : keys()) {
    if (!is_below(key.path, group)) continue;
    std::string_view rest = key.path.substr(group.empty() ? 0 : group.size() + 1);
    rest = rest.substr(0, rest.find('.'));
    if (names.empty() || names.back() != rest) names.emplace_back(rest);
  }
  return names;
}

void read_tree(const Node& root, Config& config, Reading& reading) {
  if (root.kind == Node::Kind::null) return;
  read_group(root, "", config, reading);
}

std::string default_words(const Key& key) {
  if (!key.text.default_text.empty()) return std::string(key.text.default_text);
  const base::Json value = key.access.write(Config{});
  if (value.is_null()) return "none";
  if (value.is_string()) return fmt::format("`{}`", value.get<std::string>());
  return fmt::format("`{}`", base::dump_json(value));
}

}  // namespace config
