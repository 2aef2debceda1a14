#include "workflow/file_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/unicode.h"
#include "os/beneath.h"
#include "os/files.h"

namespace workflow {

namespace {

using Operation = PlannedFile::Operation;

constexpr size_t kMostMatches = 100'000;
constexpr size_t kDeepest = 64;  // directories below each other

const char* word(Operation operation) {
  return operation == Operation::copy ? "copy" : "symlink";
}

std::string join(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

std::unexpected<base::Error> traversal(Operation operation, const Glob& glob, const std::string& why) {
  return base::fail(fmt::format("Path traversal detected for {} pattern '{}': {}", word(operation),
                                base::sanitise_line(glob.text), base::sanitise_line(why)),
                    "Patterns of files stay inside the repository.");
}

// A name for one directory or file: as the pattern reached it, and where it really is.
struct Place {
  std::string path;
  std::string source;
};

// Expands patterns below one root.
class Expansion {
 public:
  Expansion(const os::Beneath& root, const std::vector<std::filesystem::path>& skipped, Operation operation)
      : root_(root), skipped_(skipped), operation_(operation) {}

  base::Result<std::vector<Place>> expand(const Glob& glob) {
    glob_ = &glob;
    matches_.clear();
    seen_.clear();
    TRY(walk({}, 0, 0));
    std::ranges::sort(matches_, {}, &Place::path);
    return std::move(matches_);
  }

 private:
  // `.git` and other worktrees are nobody's files to copy.
  bool is_skipped(const Place& place) const {
    const std::string name = std::filesystem::path(place.path).filename().string();
    return name == ".git" || std::ranges::find(skipped_, root_.root() / place.source) != skipped_.end();
  }

  base::Result<> walk(const Place& directory, size_t part, size_t depth) {
    if (depth > kDeepest) return {};
    if (!seen_.emplace(directory.path, part).second) return {};
    const std::string& pattern = glob_->parts[part];
    const bool last = part + 1 == glob_->parts.size();
    if (!is_wild(pattern)) return step({join(directory.path, pattern), join(directory.source, pattern)}, part, depth);
    if (pattern == "**" && !last) TRY(walk(directory, part + 1, depth + 1));
    for (const std::string& name : TRY(root_.list(directory.source))) {
      const Place place{join(directory.path, name), join(directory.source, name)};
      if (is_skipped(place)) continue;
      if (pattern == "**") {
        const auto status = root_.status(place.source);
        if (last) {
          TRY(found(place));
        } else if (status && status->type == os::FileType::directory) {
          TRY(walk(place, part, depth + 1));
        }
      } else if (part_matches(pattern, name)) {
        TRY(step(place, part, depth));
      }
    }
    return {};
  }

  // A component matched: the end of the pattern, or a directory to go on in.
  base::Result<> step(const Place& place, size_t part, size_t depth) {
    const auto status = root_.status(place.source);
    if (!status) return {};
    if (part + 1 == glob_->parts.size()) return found(place);
    if (status->type == os::FileType::directory) return walk(place, part + 1, depth + 1);
    if (status->type != os::FileType::symlink) return {};
    const auto real = os::real_path(root_.root() / place.source);
    if (!real || !os::status_of(*real)) return {};
    if (!os::is_within(*real, root_.root())) {
      if (is_wild(glob_->parts[part])) return {};
      return traversal(operation_, *glob_, fmt::format("'{}' leads to '{}'", place.path, real->string()));
    }
    const std::string inside = real->lexically_relative(root_.root()).string();
    return walk({place.path, inside == "." ? "" : inside}, part + 1, depth + 1);
  }

  base::Result<> found(const Place& place) {
    if (is_skipped(place)) return {};
    matches_.push_back(place);
    if (matches_.size() <= kMostMatches) return {};
    return base::fail(fmt::format("The {} pattern '{}' matches more than {} files", word(operation_),
                                  base::sanitise_line(glob_->text), kMostMatches));
  }

  const os::Beneath& root_;
  const std::vector<std::filesystem::path>& skipped_;
  Operation operation_;
  const Glob* glob_ = nullptr;
  std::vector<Place> matches_;
  std::set<std::pair<std::string, size_t>> seen_;
};

// The patterns of one list; absolute ones made relative.
base::Result<std::vector<Glob>> parse_list(const std::vector<std::string>& patterns, Operation operation,
                                           const std::filesystem::path& root) {
  std::vector<Glob> globs;
  for (std::string pattern : patterns) {
    const std::string prefix = root.string() + "/";
    const bool absolute = pattern.starts_with('/');
    if (absolute && pattern.starts_with(prefix)) {
      pattern.erase(0, prefix.size());
    } else if (absolute) {
      return traversal(operation, {.text = pattern, .excludes = false, .parts = {}},
                       fmt::format("it does not lie below '{}'", root.string()));
    }
    Glob glob = TRY(parse_glob(pattern));
    if (std::ranges::find(glob.parts, "..") != glob.parts.end()) return traversal(operation, glob, "it holds '..'");
    globs.push_back(std::move(glob));
  }
  return globs;
}

bool is_below(const std::string& path, const std::string& directory) {
  return path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/';
}

base::Result<bool> is_tracked(const git::Runner& runner, const std::filesystem::path& file) {
  git::RunOptions options;
  options.environment = {{"GIT_LITERAL_PATHSPECS", "1"}};
  return !TRY(runner.output({"ls-files", "-z", "--", file.string()}, options)).empty();
}

// What a link that is to be copied leads to, if it may be followed.
base::Result<> follow(PlannedFile& file, const World& world, const git::Runner& source, const FilePlan& plan,
                      const std::string& pattern) {
  const auto link = plan.source_root / file.source;
  const auto real = os::real_path(link);
  if (!real) return base::fail(fmt::format("Could not copy '{}': the link leads nowhere", link.string()));
  file.followed = *real;
  const bool guest = world.is_guest_writable(plan.source_root);
  if (!guest && os::is_within(*real, world.repository.main_worktree) && *real != world.repository.main_worktree) {
    return {};
  }
  if (!guest && !TRY(is_tracked(source, link))) return {};
  return base::fail(
      fmt::format("Path traversal detected for copy pattern '{}': '{}' leads to '{}'", base::sanitise_line(pattern),
                  base::sanitise_line(file.path), base::sanitise_line(real->string())),
      "Links that are part of the repository, or that a sandbox can write, are not followed out of it.");
}

base::Result<> add_steps(FilePlan& plan, const World& world, const git::Runner& source, const os::Beneath& root,
                         const std::vector<std::filesystem::path>& skipped, const std::vector<Glob>& globs,
                         Operation operation) {
  Expansion expansion(root, skipped, operation);
  std::set<std::string> known;
  for (const PlannedFile& file : plan.steps) known.insert(file.path);
  for (const Glob& glob : globs) {
    if (glob.excludes) continue;
    for (const Place& place : TRY(expansion.expand(glob))) {
      const bool excluded =
          std::ranges::any_of(globs, [&](const Glob& g) { return g.excludes && matches(g, place.path); });
      bool covered = false;  // by a directory above it
      for (size_t at = place.path.rfind('/'); at != std::string::npos && at > 0 && !covered;
           at = place.path.rfind('/', at - 1)) {
        covered = known.contains(place.path.substr(0, at));
      }
      if (excluded || covered || !known.insert(place.path).second) continue;
      PlannedFile file{.operation = operation, .path = place.path, .source = place.source, .followed = {}};
      const auto status = root.status(place.source);
      if (operation == Operation::copy && status && status->type == os::FileType::symlink) {
        TRY(follow(file, world, source, plan, glob.text));
      }
      plan.steps.push_back(std::move(file));
    }
  }
  return {};
}

// A path in both lists ends as a link.
void drop_linked_copies(FilePlan& plan, size_t copies) {
  std::set<std::string> links;
  for (size_t i = copies; i < plan.steps.size(); ++i) links.insert(plan.steps[i].path);
  std::erase_if(plan.steps, [&](const PlannedFile& file) {
    if (file.operation != Operation::copy) return false;
    return std::ranges::any_of(links,
                               [&](const std::string& link) { return file.path == link || is_below(file.path, link); });
  });
}

base::Result<bool> has_claude_local(const git::Runner& source, const os::Beneath& root) {
  if (!root.status("CLAUDE.local.md")) return false;
  const auto checked = TRY(source.run({"check-ignore", "-q", "--", (root.root() / "CLAUDE.local.md").string()}));
  return checked.exit_code == 0;
}

}  // namespace

base::Result<FilePlan> plan_files(const World& world, const git::Runner& runner, const config::Loaded& loaded) {
  FilePlan plan;
  plan.relative_dir = loaded.relative_dir;
  const auto real = os::real_path(loaded.source_dir);
  if (!real) return plan;  // a directory that only the branch has
  plan.source_root = *real;
  const config::Files& files = loaded.config.files;
  const std::vector<Glob> copies = TRY(parse_list(files.copy, Operation::copy, plan.source_root));
  const std::vector<Glob> links = TRY(parse_list(files.symlink, Operation::link, plan.source_root));
  const os::Beneath root = TRY(os::Beneath::open(plan.source_root));
  std::vector<std::filesystem::path> skipped;
  git::Runner source = runner;
  for (const git::Worktree& worktree : world.worktrees) {
    const auto path = os::real_path(worktree.path).value_or(worktree.path);
    if (path != plan.source_root) skipped.push_back(path);
    // Worktrees may lie in each other: the innermost one counts.
    const bool holds = !worktree.bare && !worktree.missing && os::is_within(plan.source_root, path);
    if (holds && (source.repository().worktree.string().size() < path.string().size() ||
                  !os::is_within(plan.source_root, source.repository().worktree))) {
      source = runner.at(worktree);
    }
  }
  TRY(add_steps(plan, world, source, root, skipped, copies, Operation::copy));
  const size_t copied = plan.steps.size();
  FilePlan linked = plan;
  linked.steps.clear();
  TRY(add_steps(linked, world, source, root, skipped, links, Operation::link));
  plan.steps.insert(plan.steps.end(), linked.steps.begin(), linked.steps.end());
  drop_linked_copies(plan, copied);
  std::ranges::copy_if(copies, std::back_inserter(plan.copy_excludes), &Glob::excludes);
  plan.claude_local = TRY(has_claude_local(source, root));
  return plan;
}

}  // namespace workflow
