#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "guest/parser.h"

namespace guest {

namespace {

struct Row {
  std::string left;
  std::string right;
};

std::string table_text(const std::vector<Row>& rows) {
  size_t width = 0;
  for (const Row& row : rows) width = std::max(width, base::display_width(row.left));
  std::string text;
  for (const Row& row : rows) text += "  " + base::pad_to_width(row.left, width) + "  " + row.right + "\n";
  return text;
}

std::string usage_line(const Command* command) {
  if (command == nullptr) return "Usage: workmux <COMMAND>";
  std::string text = "Usage: workmux " + command->name;
  if (!command->options.empty()) text += " [OPTIONS]";
  for (const Positional& positional : command->positionals) text += " " + display_name(positional);
  if (command->takes_all) text += " <COMMAND>...";
  return text;
}

}  // namespace

std::string display_name(const Option& option) {
  std::string value;
  for (const char c : option.name)
    value += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  if (option.value == Value::required) return fmt::format("--{} <{}>", option.name, value);
  if (option.value == Value::only_with_equals) return fmt::format("--{}[=<{}>]", option.name, value);
  return "--" + option.name;
}

std::string display_name(const Positional& positional) {
  return positional.required ? "<" + positional.name + ">" : "[" + positional.name + "]";
}

std::string usage_error_text(const Command* command, const UsageError& error) {
  std::string text = "error: " + error.text + "\n\n";
  if (!error.tip.empty()) text += "  tip: " + error.tip + "\n\n";
  return text + usage_line(command) + "\n\nFor more information, try '--help'.";
}

std::string help_text(const Command* command) {
  if (command == nullptr) {
    std::vector<Row> rows;
    for (const Command& each : commands()) {
      if (!each.hidden) rows.push_back({each.name, each.summary});
    }
    return "workmux inside a sandbox: asks workmux on the host for what needs it\n\n" + usage_line(nullptr) +
           "\n\nCommands:\n" + table_text(rows) +
           "\nAll other commands are for the host.\n\nOptions:\n  -h, --help     Print help\n  -V, --version  Print "
           "version\n";
  }
  std::vector<Row> rows;
  for (const Option& option : command->options) {
    if (option.refused) continue;
    const std::string letter = option.letter != 0 ? std::string("-") + option.letter + ", " : std::string("    ");
    rows.push_back({letter + display_name(option), option.help});
  }
  rows.push_back({"-h, --help", "Print help"});
  return command->summary + "\n\n" + usage_line(command) + "\n\nOptions:\n" + table_text(rows);
}

}  // namespace guest
