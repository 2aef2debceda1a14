#include "workflow/file_operations.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "agent/prompt_file.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/beneath.h"
#include "os/beneath_copy.h"
#include "os/files.h"
#include "os/random.h"

namespace workflow {

namespace {

constexpr mode_t kPermissions = 0777;  // set-id bits are not copied

std::string parent_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

// Where files are copied from: a root, and a path below it.
struct Origin {
  const os::Beneath* root = nullptr;
  std::string path;
};

class Applier {
 public:
  Applier(const World& world, const FilePlan& plan, const os::Beneath& worktree, Overwrite overwrite,
          const Voice& voice)
      : world_(world), plan_(plan), worktree_(worktree), overwrite_(overwrite), voice_(voice) {
    for (const git::Worktree& other : world.worktrees) {
      if (!other.is_main) worktrees_.push_back(os::real_path(other.path).value_or(other.path));
    }
  }

  // The name of a planned path in the worktree.
  std::string target(const std::string& path) const { return (plan_.relative_dir / path).string(); }

  base::Result<> copy(const PlannedFile& file) {
    const os::Beneath root = TRY(os::Beneath::open(plan_.source_root));
    if (file.followed.empty()) return copy_tree({&root, file.source}, file.path);
    const os::Beneath parent = TRY(os::Beneath::open(file.followed.parent_path()));
    return copy_tree({&parent, file.followed.filename().string()}, file.path);
  }

  base::Result<> link(const std::string& path, const std::string& source, const std::set<std::string>& tracked) {
    const std::string place = target(path);
    const auto real = TRY(os::real_path(worktree_.root()));
    const std::string wanted = (plan_.source_root / source).lexically_relative((real / place).parent_path()).string();
    if (const auto status = worktree_.status(place)) {
      if (status->type == os::FileType::symlink) {
        if (TRY(worktree_.read_link(place)) == wanted) return {};
        if (kept(place, tracked.contains(place), "git tracks it")) return {};
        TRY(worktree_.remove(place));
      } else {
        const bool directory = status->type != os::FileType::regular;
        if (kept(place, directory, "it is a directory") || kept(place, tracked.contains(place), "git tracks it")) {
          return {};
        }
        TRY(back_up(place));
      }
    }
    TRY(worktree_.make_directories(parent_of(place), 0755));
    return worktree_.symlink(wanted, place);
  }

 private:
  // Whether `place` stays as it is because replacing it takes force.
  bool kept(const std::string& place, bool precious, const char* why) const {
    if (!precious || overwrite_ == Overwrite::force) return false;
    voice_.warn(fmt::format("workmux: '{}' was left as it is, because {}; 'workmux sync-files --force' replaces it",
                            base::sanitise_line(place), why));
    return true;
  }

  base::Result<> copy_tree(const Origin& origin, const std::string& path) {
    std::vector<std::pair<std::string, std::string>> waiting = {{origin.path, path}};
    while (!waiting.empty()) {
      const auto [source, to] = std::move(waiting.back());
      waiting.pop_back();
      const bool excluded = std::ranges::any_of(plan_.copy_excludes, [&](const Glob& g) { return matches(g, to); });
      const auto status = origin.root->status(source);
      if (excluded || !status) continue;
      if (status->type == os::FileType::directory && is_worktree(*origin.root, source)) continue;
      const std::string place = target(to);
      switch (status->type) {
        case os::FileType::directory:
          if (!TRY(make_directory(place, status->mode))) break;
          for (const std::string& name : TRY(origin.root->list(source))) {
            waiting.emplace_back(source + "/" + name, to + "/" + name);
          }
          break;
        case os::FileType::regular:
          TRY(copy_file({origin.root, source}, place, *status));
          break;
        case os::FileType::symlink:
          TRY(copy_link(TRY(origin.root->read_link(source)), place));
          break;
        case os::FileType::other:  // sockets and FIFOs belong to running programs
          break;
      }
    }
    return {};
  }

  // Worktrees inside of the source, the destination among them, are nobody's files to copy.
  bool is_worktree(const os::Beneath& root, const std::string& source) const {
    const auto path = root.root() / source;
    return path == worktree_.root() || std::ranges::find(worktrees_, path) != worktrees_.end();
  }

  // False when something else stays in its place.
  base::Result<bool> make_directory(const std::string& place, mode_t mode) {
    if (const auto status = worktree_.status(place)) {
      if (status->type == os::FileType::directory) return true;
      TRY(clear(place, *status));
    }
    TRY(worktree_.make_directories(parent_of(place), 0755));
    TRY(worktree_.make_directories(place, (mode & kPermissions) | 0700));
    return true;
  }

  base::Result<> copy_file(const Origin& origin, const std::string& place, const os::FileStatus& source) {
    const os::Descriptor contents = TRY(origin.root->open_file(origin.path));
    if (const auto status = worktree_.status(place)) {
      const bool regular = status->type == os::FileType::regular;
      const bool itself = status->device == source.device && status->inode == source.inode;
      const bool same = regular && !itself && TRY(os::same_contents(worktree_, place, contents));
      if (same && (status->mode & kPermissions) == (source.mode & kPermissions)) return {};
      if (kept(place, status->type == os::FileType::directory, "it is a directory")) return {};
      if (!same && !itself) TRY(clear(place, *status));
    }
    TRY(worktree_.make_directories(parent_of(place), 0755));
    return os::copy_in(worktree_, contents, place, source.mode & kPermissions);
  }

  base::Result<> copy_link(const std::string& link, const std::string& place) {
    if (const auto status = worktree_.status(place)) {
      if (status->type == os::FileType::symlink && TRY(worktree_.read_link(place)) == link) return {};
      if (kept(place, status->type == os::FileType::directory, "it is a directory")) return {};
      TRY(clear(place, *status));
    }
    TRY(worktree_.make_directories(parent_of(place), 0755));
    return worktree_.symlink(link, place);
  }

  // Makes room: a link is only a name and goes, everything else is backed up.
  base::Result<> clear(const std::string& place, const os::FileStatus& status) {
    if (status.type == os::FileType::symlink) return worktree_.remove(place);
    return back_up(place);
  }

  base::Result<> back_up(const std::string& place) {
    if (backup_.empty()) {
      const os::Beneath common = TRY(os::Beneath::open(world_.repository.common_dir));
      if (const auto excluded = agent::exclude_prompts(common); !excluded) voice_.warn(excluded.error().message);
      const std::time_t now = std::time(nullptr);
      std::tm parts = {};
      ::localtime_r(&now, &parts);
      backup_ = fmt::format(".workmux/backup/{:%Y%m%d-%H%M%S}-{}", parts, os::random_hex(4));
    }
    const std::string kept = backup_ + "/" + place;
    TRY(worktree_.make_directories(parent_of(kept), 0700));
    TRY_WITH(worktree_.rename(place, kept), fmt::format("Could not keep a backup of '{}'", base::sanitise_line(place)));
    voice_.warn(fmt::format("workmux: '{}' was replaced; the old one is in {}", base::sanitise_line(place),
                            base::sanitise_line(kept)));
    return {};
  }

  const World& world_;
  const FilePlan& plan_;
  const os::Beneath& worktree_;
  Overwrite overwrite_;
  const Voice& voice_;
  std::vector<std::filesystem::path> worktrees_;  // canonical
  std::string backup_;                            // directory of this run; empty: not needed so far
};

// Which of the paths that links would replace git tracks.
base::Result<std::set<std::string>> tracked_files(const git::Runner& runner, const std::vector<std::string>& places) {
  if (places.empty()) return std::set<std::string>();
  std::vector<std::string> arguments = {"ls-files", "-z", "--"};
  arguments.insert(arguments.end(), places.begin(), places.end());
  git::RunOptions options;
  options.environment = {{"GIT_LITERAL_PATHSPECS", "1"}};
  const std::vector<std::string> names = base::split(TRY(runner.output(arguments, options)), '\0');
  return std::set<std::string>(names.begin(), names.end());
}

}  // namespace

base::Result<> apply_files(const World& world, const git::Runner& runner, const FilePlan& plan,
                           const git::Worktree& destination, Overwrite overwrite, const Voice& voice) {
  if (plan.steps.empty() && !plan.claude_local) return {};
  const auto top = TRY(os::real_path(destination.path));
  if (top / plan.relative_dir == plan.source_root || top == plan.source_root) return {};
  const os::Beneath worktree = TRY(os::Beneath::open(top));
  Applier applier(world, plan, worktree, overwrite, voice);
  std::vector<std::string> occupied;
  for (const PlannedFile& file : plan.steps) {
    if (file.operation != PlannedFile::Operation::link) continue;
    const auto status = worktree.status(applier.target(file.path));
    if (status && status->type != os::FileType::directory) occupied.push_back(applier.target(file.path));
  }
  const std::set<std::string> tracked = TRY(tracked_files(runner.at(destination), occupied));
  for (const PlannedFile& file : plan.steps) {
    if (file.operation == PlannedFile::Operation::copy) {
      TRY(applier.copy(file));
      continue;
    }
    if (os::is_within(top, plan.source_root / file.source)) continue;  // the worktree's own surroundings
    TRY(applier.link(file.path, file.source, tracked));
  }
  const bool has_claude = worktree.status(applier.target("CLAUDE.local.md")).has_value();
  if (plan.claude_local && !has_claude) TRY(applier.link("CLAUDE.local.md", "CLAUDE.local.md", {}));
  return {};
}

}  // namespace workflow
