#include "sandbox/quarantine/ref_texts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "sandbox/quarantine/file_guard.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kMostRefs = 200'000;
constexpr int kDeepest = 32;
constexpr size_t kRefFileLimit = 4096;
constexpr size_t kPackedLimit = 64U << 20;
constexpr std::string_view kPins = "refs/workmux/sandbox/";

struct Walk {
  const os::Beneath& git;
  RefsRead& read;
  size_t seen = 0;
};

void refuse(Walk& walk, std::string_view path, std::string_view why) {
  if (walk.read.refused.size() < 20) walk.read.refused.push_back(fmt::format("{} {}", base::sanitise(path), why));
}

void read_loose_ref(Walk& walk, const std::string& path) {
  auto text = walk.git.read_if_exists(path, kRefFileLimit);
  if (!text) return refuse(walk, path, "cannot be read");
  if (!*text) return;  // went meanwhile: packed-refs has it, or it is deleted
  if (!(*text)->empty()) walk.read.refs[path] = std::string(base::trim(**text));
}

void walk_refs(Walk& walk, const std::string& directory, int depth) {
  if (depth > kDeepest) return refuse(walk, directory, "is nested too deeply");
  const auto entries = walk.git.entries(directory);
  if (!entries) {
    if (walk.git.status(directory)) refuse(walk, directory, "cannot be listed");
    return;
  }
  for (const auto& [name, type] : *entries) {
    if (++walk.seen > kMostRefs) return refuse(walk, directory, "has too many entries");
    const std::string path = fmt::format("{}/{}", directory, name);
    if (path.ends_with(".lock")) continue;
    if (const auto odd = odd_file(type)) {
      refuse(walk, path, *odd);
    } else if (type == os::FileType::directory) {
      walk_refs(walk, path, depth + 1);
    } else {
      read_loose_ref(walk, path);
    }
  }
}

base::Result<std::optional<std::string>> read_plain(const os::Beneath& git, const std::string& path, size_t limit) {
  const auto status = git.status(path);
  if (!status) return std::nullopt;
  if (const auto odd = odd_file(status->type))
    return base::fail(fmt::format("Refused '{}' of the git directory: it {}", path, *odd));
  return git.read_if_exists(path, limit);
}

void drop_pins(RefTexts& refs) {
  for (auto at = refs.lower_bound(kPins); at != refs.end() && at->first.starts_with(kPins);) at = refs.erase(at);
}

}  // namespace

base::Result<RefsRead> read_ref_texts(const os::Beneath& git, std::string_view own) {
  RefsRead read;
  Walk walk{.git = git, .read = read};
  const std::string head_path = own.empty() ? std::string(kHead) : fmt::format("{}/{}", own, kHead);
  const auto head = TRY(read_plain(git, head_path, kRefFileLimit));
  // Loose ones first: `pack-refs` writes the packed file before it deletes a loose one.
  const auto refs = git.status("refs");
  if (refs && refs->type == os::FileType::directory) {
    walk_refs(walk, "refs", 0);
  } else {
    refuse(walk, "refs", "is no directory");
  }
  if (const auto packed = TRY(read_plain(git, "packed-refs", kPackedLimit))) {
    auto more = parse_packed_refs(*packed);
    if (more.size() > kMostRefs) return base::fail("Refused 'packed-refs' of the git directory: it has too many refs");
    read.refs.merge(more);  // loose ones win
  }
  drop_pins(read.refs);
  if (head) read.refs[std::string(kHead)] = std::string(base::trim(*head));
  return read;
}

std::string text_of(const RefTexts& refs, std::string_view name) {
  const auto at = refs.find(name);
  return at == refs.end() ? std::string() : at->second;
}

std::string_view symbolic_name(std::string_view text) {
  if (!text.starts_with("ref:")) return {};
  return base::trim(text.substr(4));
}

std::string resolve_text(const RefTexts& refs, std::string_view text) {
  std::string current(text);
  for (int depth = 0; depth < 5; ++depth) {
    const auto name = symbolic_name(current);
    if (name.empty()) return current;
    current = text_of(refs, std::string(name));
  }
  return {};
}

RefTexts parse_packed_refs(std::string_view text) {
  RefTexts refs;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line.front() == '#' || line.front() == '^') continue;
    const size_t blank = line.find(' ');
    if (blank == std::string_view::npos || blank + 1 == line.size()) continue;
    refs.emplace_hint(refs.end(), line.substr(blank + 1), line.substr(0, blank));
  }
  return refs;
}

std::string packed_refs_text(const RefTexts& refs) {
  std::string text = "# pack-refs with: sorted \n";
  for (const auto& [name, value] : refs) {
    if (name != kHead && symbolic_name(value).empty()) text += fmt::format("{} {}\n", value, name);
  }
  return text;
}

std::string without_packed_ref(std::string_view text, std::string_view name) {
  std::string kept;
  bool dropping = false;
  for (const auto line : base::split_views(text, '\n')) {
    const bool peeled = line.starts_with('^');
    if (!peeled)
      dropping = line.size() > name.size() && line.ends_with(name) && line[line.size() - name.size() - 1] == ' ';
    if (dropping) continue;
    kept.append(line).push_back('\n');
  }
  if (!kept.empty()) kept.pop_back();  // the last part has no newline of its own
  return kept;
}

}  // namespace sandbox::quarantine
