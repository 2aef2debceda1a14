#pragma once
// A small tree of what a configuration file says, every part with its place in the file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// Lines and columns count from 1. `file` indexes the list of files that were read (Loaded::files); 0 lines: no file.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t file = 0;
  bool operator==(const Place&) const = default;
};

struct Member;

struct Node {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  bool quoted = false;  // a scalar that is text whatever it looks like
  Place place;
  std::string text;             // of a scalar
  std::vector<Node> items;      // of a sequence
  std::vector<Member> members;  // of a map, in the order of the file, names unique

  // The member of a map; null when it is missing or this is no map.
  const Node* find(std::string_view name) const;
  Node* find(std::string_view name);
  // Adds a member or replaces its value.
  void set(std::string_view name, Node value);
  void erase(std::string_view name);
};

struct Member {
  std::string name;
  Place place;  // of the name
  Node value;
};

Node scalar_node(std::string_view text, Place place = {});
Node map_node(Place place = {});

// As YAML and serde name it in messages: `string "x"`, `integer `4``, `boolean `true``, `sequence`, `map`, `null`.
std::string describe_node(const Node& node);

// The same value, places not compared.
bool same_value(const Node& a, const Node& b);

}  // namespace config
