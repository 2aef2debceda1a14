#include "git/repository.h"

#include <fmt/format.h>

#include <optional>

#include "base/digest.h"
#include "base/text.h"
#include "base/unicode.h"
#include "git/admin_file.h"
#include "git/config_file.h"
#include "git/ownership.h"
#include "git/refs.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

// What the walk upwards found.
struct Found {
  fs::path git_dir;
  fs::path worktree;  // empty: a bare repository, or we stand inside a git directory
};

bool is_valid_head_file(const fs::path& path) {
  std::error_code error;
  const fs::path target = fs::read_symlink(path, error);
  if (!error) return target.string().starts_with("refs/");
  const auto contents = read_admin_file(path);
  if (!contents || !*contents) return false;
  const std::string& text = **contents;
  if (text.starts_with("ref:")) return base::trim(std::string_view(text).substr(4)).starts_with("refs/");
  return is_object_id(text);
}

// What is at this level of the walk, if anything.
base::Result<std::optional<Found>> look_at(const fs::path& here) {
  const fs::path link = here / ".git";
  if (const auto status = os::status_following(link)) {
    if (status->type == os::FileType::regular) {
      const fs::path target = TRY(read_link_file(link));
      if (!is_git_directory(target)) {
        return base::fail(fmt::format("Not in a git repository: '{}' points to '{}', which is no git directory",
                                      base::sanitise_line(link.string()), base::sanitise_line(target.string())),
                          "If the repository was moved, 'git worktree repair' run inside it puts the links right.");
      }
      return Found{target, here};
    }
    if (status->type == os::FileType::directory && is_git_directory(link)) return Found{link, here};
  }
  if (is_git_directory(here)) return Found{here, {}};
  return std::optional<Found>();
}

base::Result<Found> walk_up(fs::path here) {
  const auto start = os::status_following(here);
  if (!start) return base::fail("Not in a git repository");
  while (true) {
    if (auto found = TRY(look_at(here))) return *std::move(found);
    const fs::path parent = here.parent_path();
    if (parent == here) return base::fail("Not in a git repository");
    const auto status = os::status_following(parent);
    if (!status || status->device != start->device) return base::fail("Not in a git repository");
    here = parent;
  }
}

// The settings that say where the main worktree is: the shared ones, and the main worktree's own where the repository
// keeps those apart.
base::Result<ConfigFile> main_settings(const fs::path& common_dir) {
  ConfigFile config = TRY(read_config(common_dir / "config"));
  if (config.get_bool("extensions.worktreeconfig").value_or(false)) {
    config.append(TRY(read_config(common_dir / "config.worktree")));
  }
  return config;
}

fs::path without_dot_git(const fs::path& common_dir) {
  return common_dir.filename() == ".git" ? common_dir.parent_path() : common_dir;
}

// WT 4.2. Where git only knows a separate git directory, the link file that we came through or core.worktree says more.
fs::path find_main_worktree(const Repository& repository, const Found& found, const ConfigFile& config) {
  if (repository.bare) return without_dot_git(repository.common_dir);
  if (repository.git_dir == repository.common_dir && !found.worktree.empty()) return found.worktree;
  if (const auto configured = config.get("core.worktree")) {
    const auto top = os::real_path(repository.common_dir / *configured);
    if (top && directory_exists(*top)) return *top;
  }
  return without_dot_git(repository.common_dir);
}

}  // namespace

std::string project_id(std::string_view project_name, const fs::path& common_dir) {
  const std::string name = base::slug(project_name);
  return fmt::format("{}-{}", name.empty() ? "repo" : name, base::sha256_hex(common_dir.string()).substr(0, 10));
}

bool is_git_directory(const fs::path& directory) {
  if (!is_valid_head_file(directory / "HEAD")) return false;
  const auto common_dir = common_dir_of(directory);
  return common_dir && directory_exists(*common_dir / "objects") && directory_exists(*common_dir / "refs");
}

base::Result<fs::path> read_link_file(const fs::path& file) {
  const auto contents = TRY(read_admin_file(file));
  constexpr std::string_view kPrefix = "gitdir: ";
  if (!contents || !contents->starts_with(kPrefix) || contents->size() == kPrefix.size()) {
    return base::fail(
        fmt::format("'{}' is no link to a git directory ('gitdir: PATH')", base::sanitise_line(file.string())));
  }
  const fs::path target = contents->substr(kPrefix.size());
  if (target.is_absolute()) return target;
  return (file.parent_path() / target).lexically_normal();
}

base::Result<fs::path> common_dir_of(const fs::path& git_dir) {
  const auto named = TRY(read_admin_file(git_dir / "commondir"));
  if (!named) return os::real_path(git_dir);
  return os::real_path(git_dir / *named);
}

base::Result<Repository> discover(const fs::path& directory, const os::Environment& environment) {
  const auto here = os::real_path(directory);
  if (!here) return base::fail("Not in a git repository");
  const Found found = TRY(walk_up(*here));
  TRY(check_ownership(found.git_dir, found.worktree, environment));

  Repository repository;
  repository.git_dir = TRY(os::real_path(found.git_dir));
  repository.common_dir = TRY(common_dir_of(repository.git_dir));
  const ConfigFile config = TRY(main_settings(repository.common_dir));
  const bool named_git = repository.common_dir.filename() == ".git";
  repository.bare = config.get_bool("core.bare").value_or(!named_git && !config.get("core.worktree"));
  if (repository.git_dir != repository.common_dir || !repository.bare) repository.worktree = found.worktree;
  repository.main_worktree = find_main_worktree(repository, found, config);
  repository.project_name = repository.main_worktree.filename().string();
  repository.project_id = project_id(repository.project_name, repository.common_dir);
  const auto format = config.get("extensions.refstorage");
  if (format && !base::equals_ignoring_case(*format, "files")) repository.ref_format = RefFormat::other;
  return repository;
}

}  // namespace git
