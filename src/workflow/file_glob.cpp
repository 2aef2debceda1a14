#include "workflow/file_glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/unicode.h"

namespace workflow {

namespace {

// Bytes of the UTF-8 character at the start; 1 for anything else.
size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return std::min(length, text.size());
}

// The closing bracket of the set that starts at `open`; npos: none. A "]" right behind the start is a member.
size_t set_end(std::string_view part, size_t open) {
  size_t at = open + 1;
  if (at < part.size() && (part[at] == '!' || part[at] == '^')) ++at;
  return part.find(']', at + 1);
}

bool set_holds(std::string_view set, std::string_view character) {
  const bool negated = !set.empty() && (set.front() == '!' || set.front() == '^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  while (!set.empty()) {
    const std::string_view low = set.substr(0, character_length(set));
    set.remove_prefix(low.size());
    std::string_view high = low;
    if (set.size() > 1 && set.front() == '-') {
      set.remove_prefix(1);
      high = set.substr(0, character_length(set));
      set.remove_prefix(high.size());
    }
    // UTF-8 sorts as its characters do.
    found = found || (low <= character && character <= high);
  }
  return found != negated;
}

// What one element of the pattern takes from the front of `name`; nothing: no match. `length`: of the element.
std::optional<size_t> take_one(std::string_view part, std::string_view name, size_t& length) {
  length = 1;
  if (name.empty()) return std::nullopt;
  const size_t character = character_length(name);
  if (part.front() == '?') return character;
  if (part.front() == '[') {
    const size_t end = set_end(part, 0);
    if (end != std::string_view::npos) {
      length = end + 1;
      return set_holds(part.substr(1, end - 1), name.substr(0, character)) ? std::optional(character) : std::nullopt;
    }
  }
  return part.front() == name.front() ? std::optional<size_t>(1) : std::nullopt;
}

}  // namespace

base::Result<Glob> parse_glob(std::string_view pattern) {
  Glob glob{.text = std::string(pattern), .excludes = false, .parts = {}};
  if (pattern.starts_with('!')) {
    glob.excludes = true;
    pattern.remove_prefix(1);
  }
  const bool odd = std::ranges::any_of(pattern, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  for (const std::string& part : base::split(pattern, '/')) {
    if (part.empty() || part == ".") continue;
    for (size_t at = part.find('['); at != std::string::npos; at = part.find('[', at + 1)) {
      const size_t end = set_end(part, at);
      if (end == std::string::npos) {
        return base::fail(fmt::format("The pattern '{}' is not valid: '[' is not closed", base::sanitise_line(pattern)),
                          "Write '[[]' for a bracket that is meant as such.");
      }
      at = end;
    }
    if (part == "**" && !glob.parts.empty() && glob.parts.back() == "**") continue;
    glob.parts.push_back(part);
  }
  if (odd || glob.parts.empty()) {
    return base::fail(fmt::format("The pattern '{}' of files is not valid", base::sanitise_line(pattern)),
                      "Name files and directories relative to the repository.");
  }
  return glob;
}

bool is_wild(std::string_view part) {
  return part.find_first_of("*?[") != std::string_view::npos;
}

bool part_matches(std::string_view part, std::string_view name) {
  std::optional<std::string_view> star;  // the pattern behind the last "*", and what it has to match from
  std::string_view retry;
  while (!name.empty() || !part.empty()) {
    if (!part.empty() && part.front() == '*') {
      part.remove_prefix(1);
      star = part;
      retry = name;
      continue;
    }
    size_t length = 0;
    const auto taken = part.empty() ? std::nullopt : take_one(part, name, length);
    if (taken) {
      part.remove_prefix(length);
      name.remove_prefix(*taken);
    } else if (star && !retry.empty()) {
      retry.remove_prefix(1);
      part = *star;
      name = retry;
    } else {
      return false;
    }
  }
  return true;
}

bool matches(const Glob& glob, std::string_view path) {
  const std::vector<std::string> names = base::split(path, '/');
  // reach[i]: the pattern's first i components match the names seen so far.
  std::vector<bool> reach(glob.parts.size() + 1, false);
  const auto close = [&] {
    for (size_t i = 0; i < glob.parts.size(); ++i) {
      if (reach[i] && glob.parts[i] == "**") reach[i + 1] = true;
    }
  };
  reach[0] = true;
  close();
  for (const std::string& name : names) {
    std::vector<bool> next(reach.size(), false);
    for (size_t i = 0; i < glob.parts.size(); ++i) {
      if (!reach[i]) continue;
      if (glob.parts[i] == "**") {
        next[i] = true;
      } else if (part_matches(glob.parts[i], name)) {
        next[i + 1] = true;
      }
    }
    reach = std::move(next);
    close();
  }
  return reach.back();
}

}  // namespace workflow
