#include "config/discovery.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/unicode.h"
#include "config/yaml.h"
#include "os/beneath.h"
#include "os/files.h"

namespace config {

namespace {

namespace fs = std::filesystem;

constexpr const char* kProjectNames[] = {".workmux.yaml", ".workmux.yml"};

fs::path resolved(const fs::path& path) {
  return os::real_path(path).value_or(path.lexically_normal());
}

std::string shown(const fs::path& path) {
  return base::sanitise_line(path.string());
}

// The directories from `start` up to the top, as paths below the top; the last is empty.
std::vector<fs::path> levels(const fs::path& start) {
  std::vector<fs::path> levels;
  for (fs::path level = start; !level.empty(); level = level.parent_path()) levels.push_back(level);
  levels.emplace_back();
  return levels;
}

// The first project file at or above `start` (relative) in a tree that only the user writes. Links are followed.
base::Result<std::optional<FoundFile>> search(const fs::path& top, const fs::path& start) {
  for (const fs::path& level : levels(start)) {
    for (const char* name : kProjectNames) {
      const fs::path path = top / level / name;
      auto text = TRY(os::read_file_if_exists(path, kLongestFile));
      if (text) return FoundFile{resolved(path), std::move(*text), level};
    }
  }
  return std::nullopt;
}

// As search, in a tree that a guest writes: no link is followed, and what cannot be read plainly is not there.
std::optional<FoundFile> search_guest_tree(const fs::path& top, const fs::path& start) {
  const auto tree = os::Beneath::open(top);
  if (!tree) return std::nullopt;
  for (const fs::path& level : levels(start)) {
    for (const char* name : kProjectNames) {
      auto text = tree->read_if_exists((level / name).string(), kLongestFile);
      if (text && *text) return FoundFile{top / level / name, std::move(**text), level};
    }
  }
  return std::nullopt;
}

bool is_trusted(const Sources& sources, const FoundFile& file) {
  return sources.trusted.contains(base::sha256_hex(file.text));
}

Warning file_warning(const FoundFile& file, std::string text) {
  return {.key = {}, .text = std::move(text), .file = file.path.string(), .line = 0};
}

// A file in the main worktree, unless a guest writes that too.
base::Result<std::optional<FoundFile>> search_main(const Sources& sources, const fs::path& main,
                                                   const fs::path& start) {
  if (main.empty()) return std::nullopt;
  if (!counts_on_host(main, sources.guest_writable)) {
    auto found = search_guest_tree(main, start);
    if (found && !is_trusted(sources, *found)) found.reset();
    return found;
  }
  auto found = TRY(search(main, start));
  if (found && !counts_on_host(found->path, sources.guest_writable) && !is_trusted(sources, *found)) found.reset();
  return found;
}

// The work tree of the current directory is one that a guest writes: its own file only with approved bytes, otherwise
// the main worktree's equivalent.
base::Result<std::optional<FoundFile>> find_for_guest_tree(const Sources& sources, const fs::path& top,
                                                           const fs::path& main, const fs::path& start,
                                                           Discovery& result) {
  auto own = search_guest_tree(top, start);
  if (own && is_trusted(sources, *own)) return own;
  auto main_file = top == main ? std::nullopt : TRY(search_main(sources, main, start));
  if (own && (!main_file || main_file->text != own->text)) {
    const std::string used = main_file              ? fmt::format("'{}' is used", shown(main_file->path))
                             : sources.last_trusted ? std::string("the last approved content is used")
                                                    : std::string("no project file is used");
    result.warnings.push_back(file_warning(
        *own, fmt::format("'{}' is in a tree that a sandbox can write and does not count; {}. To use it: workmux trust",
                          shown(own->path), used)));
    result.guest_file = std::move(own);
  }
  return main_file;
}

base::Result<std::optional<FoundFile>> find_in_host_tree(const Sources& sources, const fs::path& top,
                                                         const fs::path& main, const fs::path& start,
                                                         Discovery& result) {
  auto found = TRY(search(top, start));
  if (found && !counts_on_host(found->path, sources.guest_writable) && !is_trusted(sources, *found)) {
    result.warnings.push_back(file_warning(
        *found, fmt::format("'{}' leads into a tree that a sandbox can write and does not count", shown(found->path))));
    return std::nullopt;
  }
  if (!found && top != main) {
    found = TRY(search_main(sources, main, {}));
    if (found) found->relative.clear();
  }
  return found;
}

base::Result<FoundFile> read_explicit(const Sources& sources, const fs::path& current) {
  const fs::path path = resolved(current / *sources.explicit_file);
  std::string text =
      TRY_WITH(os::read_file(path, kLongestFile), fmt::format("Failed to read config file '{}'", shown(path)));
  FoundFile found{path, std::move(text), {}};
  if (!counts_on_host(path, sources.guest_writable) && !is_trusted(sources, found)) {
    return base::fail(fmt::format("The config file '{}' is in a tree that a sandbox can write", shown(path)),
                      "Copy it to another place after reading it, or approve it with: workmux trust");
  }
  return found;
}

// Where `files` come from: the main worktree's equivalent directory; a bare main worktree has no files (CLI-W1).
fs::path source_directory(const fs::path& main, const fs::path& relative, const fs::path& config_dir) {
  const bool has_files = !main.empty() && os::status_of(main / ".git").has_value();
  if (!has_files) return config_dir;
  return relative.empty() ? main : main / relative;
}

}  // namespace

base::Result<Discovery> discover_project(const Sources& sources) {
  Discovery result;
  const fs::path current = resolved(sources.current_directory);
  const fs::path top = sources.current_worktree.empty() ? fs::path{} : resolved(sources.current_worktree);
  const fs::path main = sources.main_worktree.empty() ? fs::path{} : resolved(sources.main_worktree);
  const bool inside = !top.empty() && os::is_within(current, top);
  fs::path start = inside ? current.lexically_relative(top) : fs::path{};
  if (start == ".") start.clear();

  if (sources.explicit_file) {
    result.project = TRY(read_explicit(sources, current));
  } else if (!top.empty()) {
    const bool guest_tree = !counts_on_host(top, sources.guest_writable);
    result.project = guest_tree ? TRY(find_for_guest_tree(sources, top, main, start, result))
                                : TRY(find_in_host_tree(sources, top, main, start, result));
    if (!result.project && sources.last_trusted && guest_tree) {
      result.project = FoundFile{sources.last_trusted->path, sources.last_trusted->text, {}};
    }
  }
  const bool by_search = result.project && !sources.explicit_file;
  result.config_dir = by_search ? result.project->path.parent_path() : (top.empty() ? current : top);
  result.source_dir = source_directory(main, result.project ? result.project->relative : fs::path{}, result.config_dir);
  return result;
}

}  // namespace config
