#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/quarantine/tamper.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kMostLines = 40;  // of one side of one file

// Lines between the common beginning and the common end: enough to see what somebody put into a settings file.
std::string line_diff(const std::string& before, const std::string& after) {
  const auto old_lines = base::lines(before);
  const auto new_lines = base::lines(after);
  const size_t shorter = std::min(old_lines.size(), new_lines.size());
  size_t head = 0;
  while (head < shorter && old_lines[head] == new_lines[head]) ++head;
  size_t tail = 0;
  while (tail < shorter - head && old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
    ++tail;
  std::string text;
  const auto add = [&](char sign, const std::vector<std::string>& lines) {
    const size_t end = lines.size() - tail;
    for (size_t i = head; i < std::min(end, head + kMostLines); ++i)
      text += fmt::format("    {} {}\n", sign, base::truncate_to_width(base::sanitise_line(lines[i]), 160));
    if (end > head + kMostLines) text += fmt::format("    {} ... {} more lines\n", sign, end - head - kMostLines);
  };
  add('-', old_lines);
  add('+', new_lines);
  return text;
}

std::string_view verb_of(TamperChange::Kind kind) {
  switch (kind) {
    case TamperChange::Kind::changed:
      return "changed";
    case TamperChange::Kind::added:
      return "added";
    case TamperChange::Kind::removed:
      return "removed";
  }
  return "changed";
}

}  // namespace

std::string describe_tamper(const std::vector<TamperChange>& changes) {
  std::string text;
  for (const auto& change : changes) {
    text += fmt::format("  {}: {}\n", verb_of(change.kind), base::sanitise_line(change.path));
    text += line_diff(change.before, change.after);
  }
  return text;
}

base::Result<> write_tamper_record(const std::filesystem::path& file, const TamperRecord& record) {
  base::Json json = base::Json::array();
  for (const auto& entry : record.entries) {
    base::Json object = {{"path", base::base64_encode(entry.path)},
                         {"type", std::string(1, entry.type)},
                         {"size", entry.size},
                         {"modified", entry.modified_ns},
                         {"inode", entry.inode},
                         {"mode", entry.mode},
                         {"digest", entry.digest}};
    if (entry.has_contents) object["contents"] = base::base64_encode(entry.contents);
    json.push_back(std::move(object));
  }
  TRY(os::make_directories(file.parent_path()));
  return os::write_atomically(file, base::dump_json(json));
}

base::Result<std::optional<TamperRecord>> read_tamper_record(const std::filesystem::path& file) {
  const auto text = TRY(os::read_file_if_exists(file, size_t{1} << 30));
  if (!text) return std::nullopt;
  const auto json = TRY_WITH(base::parse_json(*text, {.depth = 8, .bytes = size_t{1} << 30}),
                             fmt::format("Could not read '{}'", file.string()));
  TamperRecord record;
  if (!json.is_array()) return base::fail(fmt::format("Could not read '{}': it is no tamper record", file.string()));
  for (const auto& object : json) {
    const auto path = base::base64_decode(base::string_member(object, "path"));
    const auto type = base::string_member(object, "type");
    if (!path || path->empty() || type.size() != 1)
      return base::fail(fmt::format("Could not read '{}': it is no tamper record", file.string()));
    TamperEntry entry{.path = *path,
                      .type = type.front(),
                      .size = static_cast<std::uint64_t>(base::integer_member(object, "size")),
                      .modified_ns = base::integer_member(object, "modified"),
                      .inode = static_cast<std::uint64_t>(base::integer_member(object, "inode")),
                      .mode = static_cast<std::uint32_t>(base::integer_member(object, "mode")),
                      .digest = base::string_member(object, "digest"),
                      .contents = {}};
    if (object.contains("contents")) {
      auto contents = base::base64_decode(base::string_member(object, "contents"));
      entry.has_contents = contents.has_value();
      if (contents) entry.contents = *std::move(contents);
    }
    record.entries.push_back(std::move(entry));
  }
  return record;
}

}  // namespace sandbox::quarantine
