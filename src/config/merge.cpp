#include "config/merge.h"

#include <unordered_map>

namespace config {

namespace {

constexpr std::string_view kGlobalItem = "<global>";

void visit_group(const Node& map, std::string_view group, const std::function<void(const Key&, const Node&)>& visit) {
  for (const Member& member : map.members) {
    if (member.value.kind == Node::Kind::null) continue;
    const std::string path = path_below(group, member.name);
    if (const Key* key = find_key(path)) {
      visit(*key, member.value);
    } else if (is_group(path)) {
      visit_group(member.value, path, visit);
    }
  }
}

// Puts `value` at a path, making the maps on the way.
void set_path(Node& root, std::string_view path, Node value) {
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return root.set(path, std::move(value));
  const std::string_view first = path.substr(0, dot);
  if (root.find(first) == nullptr) root.set(first, map_node(value.place));
  set_path(*root.find(first), path.substr(dot + 1), std::move(value));
}

Node splice(const Node* global, const Node& project) {
  Node merged = project;
  merged.items.clear();
  for (const Node& item : project.items) {
    if (item.kind != Node::Kind::scalar || item.text != kGlobalItem) {
      merged.items.push_back(item);
    } else if (global != nullptr) {
      merged.items.insert(merged.items.end(), global->items.begin(), global->items.end());
    }
  }
  return merged;
}

// By name; `depth` more levels of maps below are joined the same way.
Node join_maps(const Node& global, const Node& project, int depth) {
  Node merged = global;
  merged.place = project.place;
  std::unordered_map<std::string_view, size_t> at;  // views of `global`, which stays as it is
  for (size_t i = 0; i < global.members.size(); ++i) at.emplace(global.members[i].name, i);
  for (const Member& member : project.members) {
    const auto found = at.find(member.name);
    if (found == at.end()) {
      merged.members.push_back(member);
      continue;
    }
    Member& existing = merged.members[found->second];
    const bool both_maps = existing.value.kind == Node::Kind::map && member.value.kind == Node::Kind::map;
    Node value = depth > 0 && both_maps ? join_maps(existing.value, member.value, depth - 1) : member.value;
    existing = {member.name, member.place, std::move(value)};
  }
  return merged;
}

Node merge_value(const Key& key, const Node* global, const Node& project) {
  switch (key.rules.merge) {
    case Merge::splice:
      return splice(global, project);
    case Merge::union_names:
      return global == nullptr ? project : join_maps(*global, project, 0);
    case Merge::union_nested:
      return global == nullptr ? project : join_maps(*global, project, 1);
    case Merge::replace:
      break;
  }
  return project;
}

// A merge that leaves both kinds keeps the one that the project set (CLI 5.4); one file that sets both is an error
// later.
void choose_kind_of_target(Node& merged, const Node& project) {
  if (merged.find("panes") == nullptr || merged.find("windows") == nullptr) return;
  const bool panes = find_path(project, "panes") != nullptr;
  const bool windows = find_path(project, "windows") != nullptr;
  if (panes != windows) merged.erase(panes ? "windows" : "panes");
}

void normalise_theme(Node& root) {
  Node* theme = root.find("theme");
  if (theme == nullptr || theme->kind != Node::Kind::scalar) return;
  const Node word = *theme;
  std::string lower = word.text;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  *theme = map_node(word.place);
  theme->set(lower == "dark" || lower == "light" ? "mode" : "scheme", word);
}

void normalise_templates(Node& root) {
  Node* sidebar = root.find("sidebar");
  Node* templates = sidebar == nullptr ? nullptr : sidebar->find("templates");
  const Node* top = templates == nullptr ? nullptr : templates->find("top");
  if (top == nullptr) return;
  Node value = *top;
  templates->erase("top");
  if (templates->find("horizontal") == nullptr) templates->set("horizontal", std::move(value));
}

}  // namespace

void normalise(Node& root) {
  normalise_theme(root);
  normalise_templates(root);
}

void for_each_key(const Node& root, const std::function<void(const Key&, const Node&)>& visit) {
  visit_group(root, "", visit);
}

const Node* find_path(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (node != nullptr && !path.empty()) {
    const size_t dot = path.find('.');
    node = node->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return node == nullptr || node->kind == Node::Kind::null ? nullptr : node;
}

void erase_path(Node& root, std::string_view path) {
  const size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return root.erase(path);
  if (const Node* group = find_path(root, path.substr(0, dot))) {
    const_cast<Node*>(group)->erase(path.substr(dot + 1));
  }
}

Node merge(const Node& global, const Node& project) {
  Node merged = map_node();
  // A list of its own file may hold "<global>" too: there it stands for nothing.
  for_each_key(global, [&](const Key& key, const Node& value) {
    set_path(merged, key.path, key.rules.merge == Merge::splice ? splice(nullptr, value) : value);
  });
  for_each_key(project, [&](const Key& key, const Node& value) {
    const Node* below = find_path(merged, key.path);
    set_path(merged, key.path, merge_value(key, below, value));
  });
  choose_kind_of_target(merged, project);
  return merged;
}

}  // namespace config
