#include "git/ref_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "base/unicode.h"
#include "git/admin_file.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

constexpr int kSymbolicDepth = 5;            // git's own limit
constexpr size_t kRefLimit = 200'000;        // names that are listed
constexpr size_t kPackedLimit = 128U << 20;  // bytes of packed-refs
constexpr std::string_view kHeads = "refs/heads/";

bool belongs_to_worktree(std::string_view name) {
  return !name.starts_with("refs/") || name.starts_with("refs/worktree/") || name.starts_with("refs/bisect/") ||
         name.starts_with("refs/rewritten/");
}

bool is_readable_name(std::string_view name) {
  if (name.find('/') != std::string_view::npos) return is_valid_ref_name(name) && name.starts_with("refs/");
  return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

base::Error too_many_refs() {
  return base::Error{
      .message = fmt::format("The repository has more than {} refs", kRefLimit), .hint = {}, .causes = {}};
}

// Calls `take` with each file below `directory`, by its path relative to it.
base::Result<> walk_files(const fs::path& directory, const std::function<base::Result<>(std::string)>& take) {
  std::vector<std::string> pending = {""};
  size_t seen = 0;
  while (!pending.empty()) {
    const std::string relative = std::move(pending.back());
    pending.pop_back();
    std::error_code error;
    for (fs::directory_iterator entry(directory / relative, error), end; !error && entry != end;
         entry.increment(error)) {
      if (++seen > 2 * kRefLimit) return std::unexpected(too_many_refs());
      std::error_code ignored;
      std::string name = relative + entry->path().filename().string();
      if (entry->symlink_status(ignored).type() == fs::file_type::directory) {
        if (name.size() < 4000) pending.push_back(std::move(name) + '/');
      } else {
        TRY(take(std::move(name)));
      }
    }
  }
  return {};
}

}  // namespace

std::optional<std::string_view> symbolic_name(std::string_view contents) {
  if (!contents.starts_with("ref:")) return std::nullopt;
  return base::trim(contents.substr(4));
}

base::Result<std::optional<std::string>> RefStore::read_loose(const fs::path& file, std::string_view name) const {
  const auto status = os::status_of(file);
  if (!status || status->type == os::FileType::directory) return std::optional<std::string>();
  if (status->type == os::FileType::symlink) {  // how HEAD was kept long ago
    std::error_code error;
    const fs::path target = fs::read_symlink(file, error);
    if (!error && target.string().starts_with("refs/")) return "ref: " + target.string();
  }
  auto contents = TRY(read_admin_file(file));
  if (!contents) return contents;
  if (symbolic_name(*contents)) return contents;
  const std::string id = contents->substr(0, contents->find_first_of(" \t\r\n"));
  if (is_object_id(id)) return id;
  return base::fail(fmt::format("The ref '{}' is damaged", base::sanitise_line(name)),
                    fmt::format("Look at '{}'.", base::sanitise_line(file.string())));
}

base::Result<> RefStore::load_packed() {
  if (packed_) return {};
  packed_ = TRY(os::read_file_if_exists(common_dir_ / "packed-refs", kPackedLimit)).value_or("");
  return {};
}

base::Result<std::optional<std::string>> RefStore::find_packed(std::string_view name) {
  TRY(load_packed());
  const std::string_view text = *packed_;
  const std::string needle = fmt::format(" {}\n", name);
  for (size_t at = text.find(needle); at != std::string_view::npos; at = text.find(needle, at + 1)) {
    const size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::string_view id = text.substr(begin, at - begin);
    if (is_object_id(id)) return std::string(id);
  }
  return std::optional<std::string>();
}

base::Result<std::optional<std::string>> RefStore::read(const fs::path& git_dir, std::string_view name) {
  if (!is_readable_name(name)) {
    return base::fail(fmt::format("'{}' is no valid ref name", base::sanitise_line(name)));
  }
  if (belongs_to_worktree(name)) return read_loose(git_dir / name, name);
  const fs::path file = common_dir_ / name;
  auto found = TRY(read_loose(file, name));
  if (!found) found = TRY(find_packed(name));
  return found;
}

base::Result<std::optional<std::string>> RefStore::resolve(const fs::path& git_dir, std::string_view name) {
  std::string current(name);
  for (int depth = 0; depth <= kSymbolicDepth; ++depth) {
    auto contents = TRY(read(git_dir, current));
    if (!contents) return contents;
    const auto target = symbolic_name(*contents);
    if (!target) return contents;
    current = std::string(*target);
    if (!is_readable_name(current)) break;
  }
  return std::optional<std::string>();
}

base::Result<Head> RefStore::head(const fs::path& git_dir) {
  const auto contents = TRY(read(git_dir, "HEAD"));
  if (!contents) return base::fail(fmt::format("'{}' has no HEAD", base::sanitise_line(git_dir.string())));
  const auto target = symbolic_name(*contents);
  if (!target) return Head{.branch = {}, .id = *contents};
  Head head;
  if (target->starts_with(kHeads) && is_valid_branch_name(target->substr(kHeads.size()))) {
    head.branch = target->substr(kHeads.size());
  }
  if (!is_readable_name(*target)) return base::fail(fmt::format("HEAD of '{}' is damaged", git_dir.string()));
  head.id = TRY(resolve(git_dir, *target)).value_or("");
  return head;
}

base::Result<std::vector<Ref>> RefStore::packed(std::string_view prefix) {
  TRY(load_packed());
  std::vector<Ref> refs;
  for (std::string_view rest = *packed_; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t blank = line.find(' ');
    if (blank == std::string_view::npos || !is_object_id(line.substr(0, blank))) continue;
    const std::string_view name = line.substr(blank + 1);
    if (!name.starts_with(prefix) || !is_valid_ref_name(name)) continue;
    if (refs.size() >= kRefLimit) return std::unexpected(too_many_refs());
    refs.push_back({std::string(name), std::string(line.substr(0, blank))});
  }
  std::ranges::sort(refs, {}, &Ref::name);
  return refs;
}

base::Result<std::vector<std::string>> RefStore::names(std::string_view prefix) {
  std::vector<std::string> found;
  for (Ref& ref : TRY(packed(prefix))) found.push_back(std::move(ref.name));
  TRY(walk_files(common_dir_ / prefix, [&](const std::string& relative) -> base::Result<> {
    std::string name = std::string(prefix) + relative;
    if (is_valid_ref_name(name)) found.push_back(std::move(name));
    return {};
  }));
  std::ranges::sort(found);
  const auto doubled = std::ranges::unique(found);
  found.erase(doubled.begin(), doubled.end());
  if (found.size() > kRefLimit) return std::unexpected(too_many_refs());
  return found;
}

}  // namespace git
