// `config reference`: the commented example file (CLI 3.18, 3.19).
#include <fmt/format.h>

#include "base/text.h"
#include "config/schema.h"

namespace config {

namespace {

constexpr std::string_view kHead =
    R"(# workmux configuration
#
# Global file: ~/.config/workmux/config.yaml. Project file: .workmux.yaml at the top of a repository, or in a directory
# below it. A project's value wins over the global one. Every line here is a comment and changes nothing: take the "#"
# away from a line that starts with "#" and no blank, and from the lines that lead to it.
#
# Panes have the fields: command, focus, zoom, split (horizontal or vertical), size, percentage, target.
# Keys marked "global only" are ignored in a project file.
# Keys marked "approved" count in a project file, too, unless their value weakens the sandbox of the global file:
# then only after `workmux trust`.
)";

std::string_view mark_of(Scope scope) {
  switch (scope) {
    case Scope::global:
      return " (global only)";
    case Scope::loosening:
      return " (approved)";
    case Scope::project:
      break;
  }
  return "";
}

// The lines "#sandbox:", "#  rpc:" that lead from the key before to this one.
void add_groups(std::string& text, const std::vector<std::string>& before, const std::vector<std::string>& parts) {
  size_t common = 0;
  while (common + 1 < parts.size() && common + 1 < before.size() && parts[common] == before[common]) ++common;
  for (size_t level = common; level + 1 < parts.size(); ++level) {
    text += fmt::format("#{}{}:\n", std::string(2 * level, ' '), parts[level]);
  }
}

}  // namespace

std::string reference_text() {
  std::string text(kHead);
  std::vector<std::string> before;
  for (const Key& key : keys()) {
    const std::vector<std::string> parts = base::split(key.path, '.');
    text += "#\n";
    add_groups(text, before, parts);
    text += fmt::format("# {}{}\n", key.text.summary, mark_of(key.scope));
    text += fmt::format("# {}; default: {}\n", key.access.type_words(), default_words(key));
    const std::string indentation(2 * (parts.size() - 1), ' ');
    text += fmt::format("#{}{}: {}\n", indentation, parts.back(), key.text.sample);
    before = parts;
  }
  return text;
}

}  // namespace config
