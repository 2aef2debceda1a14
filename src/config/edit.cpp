#include "config/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/unicode.h"
#include "config/yaml.h"
#include "os/files.h"
#include "os/lock.h"

namespace config {

namespace {

constexpr std::string_view kByHand = "Add the line to the file by hand.";

base::Result<Node> parse(std::string_view text) {
  return parse_yaml(text, "the configuration");
}

// Lines with their ends, so that joining them gives the text back.
std::vector<std::string> lines_with_ends(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::string_view line_end_of(std::string_view text) {
  return text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
}

size_t indentation(std::string_view line) {
  const size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

// A line that belongs to no value: blank, or a comment not deeper than the keys.
bool is_between_entries(std::string_view line, size_t key_indentation) {
  const size_t first = line.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || (line[first] == '#' && first <= key_indentation);
}

// The comment behind a one-line value, with the blanks in front of it.
std::string trailing_comment(std::string_view line) {
  char quote = 0;
  for (size_t i = 1; i < line.size(); ++i) {
    const char c = line[i];
    const char before = line[i - 1];
    if (quote != 0) {
      if (c == quote && before != '\\') quote = 0;
    } else if ((c == '"' || c == '\'') && std::string_view(" :[{,").find(before) != std::string_view::npos) {
      quote = c;
    } else if (c == '#' && (before == ' ' || before == '\t')) {
      const size_t start = line.find_last_not_of(" \t", i - 1) + 1;
      const size_t end = line.find_last_not_of("\r\n") + 1;
      return std::string(line.substr(start, end - start));
    }
  }
  return {};
}

struct Range {
  size_t first = 0;  // line of the key
  size_t last = 0;   // behind the last line of the value
};

base::Result<Range> lines_of_entry(const Node& root, size_t index, const std::vector<std::string>& lines) {
  const Place place = root.members[index].place;
  Range range{.first = place.line - 1U, .last = lines.size()};
  if (range.first >= lines.size() || indentation(lines[range.first]) + 1 != place.column) {
    return base::fail("The key is not at the start of its line", std::string(kByHand));
  }
  if (index + 1 < root.members.size()) range.last = root.members[index + 1].place.line - 1U;
  while (range.last > range.first + 1 && is_between_entries(lines[range.last - 1], place.column - 1U)) --range.last;
  if (range.last <= range.first) return base::fail("Two keys share one line", std::string(kByHand));
  return range;
}

bool only_this_key_changed(const Node& before, const Node& after, std::string_view key, const Node& value) {
  const Node* written = after.find(key);
  if (written == nullptr || !same_value(*written, value)) return false;
  Node rest_before = before;
  Node rest_after = after;
  rest_before.erase(key);
  rest_after.erase(key);
  rest_before.kind = rest_after.kind;  // an empty file becomes a map
  return same_value(rest_before, rest_after);
}

std::string replaced(std::vector<std::string> lines, Range range, std::string_view entry, std::string_view line_end) {
  const std::string old = lines[range.first];
  const bool one_line = range.last == range.first + 1;
  std::string line = old.substr(0, indentation(old)) + std::string(entry);
  if (one_line) line += trailing_comment(old);
  const bool had_end = lines[range.last - 1].ends_with('\n');
  if (had_end) line += line_end;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(range.first),
              lines.begin() + static_cast<std::ptrdiff_t>(range.last));
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(range.first), line);
  return fmt::format("{}", fmt::join(lines, ""));
}

std::string appended(std::string_view text, const Node& root, std::string_view entry, std::string_view line_end) {
  std::string result(text);
  if (!result.empty() && !result.ends_with('\n')) result += line_end;
  const size_t column = root.members.empty() ? 1 : root.members.front().place.column;
  return result + std::string(column - 1, ' ') + std::string(entry) + std::string(line_end);
}

// Mode of the file to write, and where a link at `file` leads.
struct Destination {
  std::filesystem::path path;
  mode_t mode = 0600;
};

base::Result<Destination> destination_of(const std::filesystem::path& file) {
  if (!os::status_of(file)) return Destination{.path = file};
  const std::filesystem::path real = TRY(os::real_path(file));
  const auto status = os::status_of(real);
  return Destination{.path = real, .mode = status ? status->mode : mode_t{0600}};
}

}  // namespace

base::Result<std::string> set_top_level_key(std::string_view text, std::string_view key, std::string_view value) {
  const Node root = TRY(parse(text));
  if (root.kind != Node::Kind::null && root.kind != Node::Kind::map) {
    return base::fail("The file is no map of keys", std::string(kByHand));
  }
  const std::string entry = fmt::format("{}: {}", key, value);
  if (entry.find_first_of("\r\n") != std::string::npos) return base::fail("A value of more than one line");
  const Node wanted = TRY(parse(entry));
  if (wanted.members.size() != 1 || wanted.members[0].name != key) {
    return base::fail(fmt::format("'{}' is no entry of a YAML map", base::sanitise_line(entry)));
  }
  const auto existing = std::ranges::find(root.members, key, &Member::name);
  std::string result;
  if (existing == root.members.end()) {
    result = appended(text, root, entry, line_end_of(text));
  } else {
    const std::vector<std::string> lines = lines_with_ends(text);
    const auto index = static_cast<size_t>(existing - root.members.begin());
    const Range range = TRY(lines_of_entry(root, index, lines));
    result = replaced(lines, range, entry, line_end_of(text));
  }
  const auto after = parse(result);
  if (!after || !only_this_key_changed(root, *after, key, wanted.members[0].value)) {
    return base::fail(fmt::format("'{}' cannot be set without touching the rest of the file", key),
                      std::string(kByHand));
  }
  return result;
}

base::Result<> edit_file(const std::filesystem::path& file, std::string_view key, std::string_view value) {
  const auto what = fmt::format("Failed to set '{}' in '{}'", key, base::sanitise_line(file.string()));
  TRY_WITH(os::make_directories(file.parent_path()), what);
  const Destination destination = TRY_WITH(destination_of(file), what);
  std::filesystem::path lock_path = destination.path;
  lock_path += ".lock";
  const os::FileLock lock = TRY_WITH(os::FileLock::acquire(lock_path), what);
  const auto text = TRY_WITH(os::read_file_if_exists(destination.path, kLongestFile), what);
  const std::string changed = TRY_WITH(set_top_level_key(text.value_or(""), key, value), what);
  TRY_WITH(os::write_atomically(destination.path, changed, destination.mode, os::Durable::yes), what);
  return {};
}

}  // namespace config
