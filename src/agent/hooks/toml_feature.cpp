#include "agent/hooks/toml_feature.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"

namespace agent::hooks {

namespace {

// Without a comment behind it; a "#" inside quotes is none.
std::string_view without_comment(std::string_view line) {
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '"' && c == '\\')
      ++i;
    else if (quote != 0)
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '#')
      return line.substr(0, i);
  }
  return line;
}

// A key without quotes and blanks around its dots: `"features" . hooks` is "features.hooks".
std::string plain_key(std::string_view key) {
  std::string plain;
  for (const char c : key) {
    if (c != ' ' && c != '\t' && c != '"' && c != '\'') plain += c;
  }
  return plain;
}

// The quotes that open a string of several lines in this line and do not close it there.
std::string_view opens_string(std::string_view line) {
  for (const std::string_view quotes : {"\"\"\"", "'''"}) {
    size_t count = 0;
    for (size_t at = line.find(quotes); at != std::string_view::npos; at = line.find(quotes, at + 3)) ++count;
    if (count % 2 == 1) return quotes;
  }
  return {};
}

// The line of the switch with another value; its comment stays.
std::string switched_on(std::string_view line) {
  const std::string_view code = without_comment(line);
  std::string result = fmt::format("{} true", base::trim(code.substr(0, code.find('=') + 1)));
  result.insert(0, line.substr(0, line.find_first_not_of(" \t")));
  if (code.size() < line.size()) return fmt::format("{} {}", result, line.substr(code.size()));
  return line.ends_with('\r') ? result + '\r' : result;
}

struct Found {
  std::optional<size_t> header;       // line of [features]
  std::optional<size_t> switch_line;  // line of the switch
  std::optional<size_t> dotted_line;  // last line of any features.x at the root
  bool is_on = false;
  bool is_inline = false;  // features = {...}
};

Found look(const std::vector<std::string>& lines) {
  Found found;
  std::string table;
  std::string_view open_string;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!open_string.empty()) {
      if (lines[i].contains(open_string)) open_string = {};
      continue;
    }
    const std::string_view line = base::trim(without_comment(lines[i]));
    if (line.starts_with('[') && line.ends_with(']') && !line.contains('=')) {
      table = line.starts_with("[[") ? "[]" : plain_key(line.substr(1, line.size() - 2));
      if (table == "features") found.header = i;
      continue;
    }
    open_string = opens_string(line);
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string key = plain_key(line.substr(0, equals));
    const std::string_view value = base::trim(line.substr(equals + 1));
    if (table.empty() && key == "features") found.is_inline = true;
    if (table.empty() && key.starts_with("features.")) found.dotted_line = i;
    const bool dotted = table.empty() && key == "features.hooks";
    if (!dotted && !(table == "features" && key == "hooks")) continue;
    found.switch_line = i;
    found.is_on = value == "true";
  }
  return found;
}

}  // namespace

base::Result<std::optional<std::string>> enable_codex_hooks(std::string_view text) {
  std::vector<std::string> lines = base::split(text, '\n');
  const Found found = look(lines);
  if (found.is_on) return std::nullopt;
  const auto insert_behind = [&](size_t line, std::string what) {
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line) + 1, std::move(what));
  };
  if (found.switch_line) {
    lines[*found.switch_line] = switched_on(lines[*found.switch_line]);
  } else if (found.header) {
    insert_behind(*found.header, "hooks = true");
  } else if (found.is_inline) {
    return base::fail("'features' is written in one line, which is not edited", "Add `hooks = true` to it by hand.");
  } else if (found.dotted_line) {
    insert_behind(*found.dotted_line, "features.hooks = true");
  } else {
    std::string result(text);
    if (!result.empty() && !result.ends_with('\n')) result += '\n';
    return std::optional(result + (result.empty() ? "" : "\n") + "[features]\nhooks = true\n");
  }
  return std::optional(base::join(lines, "\n"));
}

}  // namespace agent::hooks
