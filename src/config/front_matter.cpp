#include "config/front_matter.h"

#include <fmt/format.h>

#include "base/text.h"
#include "config/yaml.h"

namespace config {

namespace {

struct Parts {
  std::string_view head;
  std::string_view body;
};

// The line at the front of `text`, taken off with its newline.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::optional<Parts> parts_of(std::string_view text) {
  if (base::trim(take_line(text)) != "---") return std::nullopt;
  const std::string_view inside = text;
  while (!text.empty()) {
    const size_t head = inside.size() - text.size();
    const std::string_view line = base::trim(take_line(text));
    if (line == "---" || line == "...") return Parts{inside.substr(0, head), text};
  }
  return std::nullopt;
}

base::Result<std::vector<Row>> rows_of(const Node& foreach) {
  const auto& members = foreach.members;
  if (foreach.kind != Node::Kind::map || members.empty()) {
    return base::fail("foreach in frontmatter must include at least one variable");
  }
  const size_t count = members.front().value.items.size();
  std::vector<Row> rows(count);
  for (const Member& member : members) {
    const auto& items = member.value.items;
    if (member.value.kind != Node::Kind::sequence || items.empty()) {
      return base::fail("foreach variables must have at least one value",
                        fmt::format("'{}' has none; write a list: {}: [one, two]", member.name, member.name));
    }
    if (items.size() != count) {
      return base::fail(
          fmt::format("All foreach variables must have the same number of values (expected {}, but '{}' has {})", count,
                      member.name, items.size()));
    }
    for (size_t i = 0; i < count; ++i) {
      if (items[i].kind == Node::Kind::sequence || items[i].kind == Node::Kind::map) {
        return base::fail(fmt::format("A value of foreach variable '{}' is a {}, not text", member.name,
                                      items[i].kind == Node::Kind::map ? "map" : "list"));
      }
      rows[i].emplace_back(member.name, items[i].text);
    }
  }
  return rows;
}

}  // namespace

base::Result<Prompt> split_front_matter(std::string_view text) {
  const auto parts = parts_of(text);
  if (!parts) return Prompt{.body = std::string(text), .rows = {}};
  const Node head = TRY_WITH(parse_yaml(parts->head, "the prompt's front matter"), "Failed to parse YAML frontmatter");
  Prompt prompt{.body = std::string(parts->body), .rows = {}};
  if (const Node* foreach = head.find("foreach")) prompt.rows = TRY(rows_of(*foreach));
  return prompt;
}

}  // namespace config
