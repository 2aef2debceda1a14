#include "config/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "config/scalar.h"

namespace config {

const Node* Node::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

Node* Node::find(std::string_view name) {
  return const_cast<Node*>(std::as_const(*this).find(name));
}

void Node::set(std::string_view name, Node value) {
  kind = Kind::map;
  if (Node* existing = find(name)) {
    *existing = std::move(value);
    return;
  }
  const Place where = value.place;
  members.push_back({std::string(name), where, std::move(value)});
}

void Node::erase(std::string_view name) {
  std::erase_if(members, [&](const Member& member) { return member.name == name; });
}

Node scalar_node(std::string_view text, Place place) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.quoted = true;
  node.text = std::string(text);
  node.place = place;
  return node;
}

Node map_node(Place place) {
  Node node;
  node.kind = Node::Kind::map;
  node.place = place;
  return node;
}

std::string describe_node(const Node& node) {
  constexpr size_t kShownColumns = 60;
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::sequence:
      return "sequence";
    case Node::Kind::map:
      return "map";
    case Node::Kind::scalar:
      break;
  }
  const std::string shown = base::truncate_to_width(base::sanitise_line(node.text), kShownColumns);
  if (node.quoted) return fmt::format("string \"{}\"", shown);
  if (looks_like_boolean(node.text)) return fmt::format("boolean `{}`", shown);
  if (looks_like_integer(node.text)) return fmt::format("integer `{}`", shown);
  if (looks_like_float(node.text)) return fmt::format("floating point `{}`", shown);
  return fmt::format("string \"{}\"", shown);
}

bool same_value(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.quoted != b.quoted) return false;
  if (a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!same_value(a.items[i], b.items[i])) return false;
  }
  for (size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].name != b.members[i].name || !same_value(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

}  // namespace config
