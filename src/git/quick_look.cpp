#include "git/quick_look.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <set>
#include <span>
#include <utility>

#include "base/text.h"
#include "git/blob_id.h"
#include "git/effective_config.h"
#include "git/index.h"
#include "os/descriptor.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using Entries = std::span<const IndexEntry>;

constexpr size_t kIndexLimit = 64U << 20;
constexpr size_t kMostHashed = 4U << 20;  // bytes of files whose time stamps say nothing
constexpr int kDeepest = 128;

struct Setting {
  const char* key;
  bool usual;
};
// With another value git looks at files in another way.
constexpr std::array kUsual = {
    Setting{"core.filemode", true},    Setting{"core.symlinks", true},
    Setting{"core.trustctime", true},  Setting{"core.ignorestat", false},
    Setting{"core.ignorecase", false}, Setting{"core.sparsecheckout", false},
    Setting{"core.bare", false},       Setting{"extensions.worktreeconfig", false},
};
// Their presence changes what a look means.
constexpr std::array kForeign = {"core.checkstat", "extensions.objectformat", "extensions.refstorage",
                                 "extensions.partialclone", "core.worktree"};

struct Time {
  std::uint32_t seconds;
  std::uint32_t nanoseconds;
  auto operator<=>(const Time&) const = default;
};

Time time_of(const timespec& at) {
  return {static_cast<std::uint32_t>(at.tv_sec), static_cast<std::uint32_t>(at.tv_nsec)};
}

IndexStat stat_of(const struct stat& from) {
  const Time changed = time_of(from.st_ctim);
  const Time modified = time_of(from.st_mtim);
  return {.changed_s = changed.seconds,
          .changed_ns = changed.nanoseconds,
          .modified_s = modified.seconds,
          .modified_ns = modified.nanoseconds,
          .inode = static_cast<std::uint32_t>(from.st_ino),
          .owner = from.st_uid,
          .group = from.st_gid,
          .size = static_cast<std::uint32_t>(from.st_size)};
}

bool same_kind(std::uint32_t mode, mode_t found) {
  if (mode == kSymlink) return S_ISLNK(found);
  const bool executable = (mode & 0100U) != 0;
  return S_ISREG(found) && executable == ((found & 0100U) != 0);
}

// How many entries a directory has, "." and ".." aside; nothing when it cannot be read.
std::optional<size_t> count_entries(os::Descriptor directory) {
  DIR* stream = ::fdopendir(directory.get());
  if (stream == nullptr) return std::nullopt;
  directory.release();
  size_t count = 0;
  errno = 0;
  while (::readdir(stream) != nullptr) ++count;
  const bool read = errno == 0;
  ::closedir(stream);
  return read && count >= 2 ? std::optional(count - 2) : std::nullopt;
}

// A walk over index and directories side by side.
class Walk {
 public:
  Walk(Time index_time, bool may_hash) : index_time_(index_time), may_hash_(may_hash) {}

  // `entries` all begin with `prefix` bytes that name this directory; `extra`: entries that are not tracked, as `.git`.
  Look directory(os::Descriptor here, Entries entries, size_t prefix, size_t extra, int depth) {
    if (depth > kDeepest) return Look::unclear;
    size_t expected = extra;
    for (size_t at = 0; at < entries.size(); ++expected) {
      const std::string& path = entries[at].path;
      const size_t slash = path.find('/', prefix);
      const size_t end = slash == std::string::npos ? at + 1 : end_of_directory(entries, at, slash);
      const Look look = slash == std::string::npos
                            ? file(here.get(), entries[at], path.c_str() + prefix)
                            : enter(here.get(), entries.subspan(at, end - at), prefix, slash, depth);
      if (look != Look::clean) return look;
      at = end;
    }
    // As many names as are tracked: nothing else is there.
    return count_entries(std::move(here)) == expected ? Look::clean : Look::unclear;
  }

 private:
  static size_t end_of_directory(Entries entries, size_t at, size_t slash) {
    const std::string_view name = std::string_view(entries[at].path).substr(0, slash + 1);
    while (at < entries.size() && entries[at].path.starts_with(name)) ++at;
    return at;
  }

  Look enter(int above, Entries entries, size_t prefix, size_t slash, int depth) {
    const std::string name = entries.front().path.substr(prefix, slash - prefix);
    os::Descriptor below(::openat(above, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!below.valid()) return errno == ENOENT ? Look::dirty : Look::unclear;
    return directory(std::move(below), entries, slash + 1, 0, depth + 1);
  }

  Look file(int above, const IndexEntry& entry, const char* name) {
    struct stat found = {};
    if (::fstatat(above, name, &found, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT ? Look::dirty : Look::unclear;
    if (!same_kind(entry.mode, found.st_mode) || stat_of(found) != entry.stat) return Look::unclear;
    // Changed in the same moment in which the index was written, it would look the same.
    const bool racy = time_of(found.st_mtim) >= index_time_;
    return racy ? contents(above, entry, name, found) : Look::clean;
  }

  Look contents(int above, const IndexEntry& entry, const char* name, const struct stat& found) {
    hashed_ += static_cast<size_t>(found.st_size);
    if (hashed_ > kMostHashed) return Look::unclear;
    if (entry.mode == kSymlink) return blob_id(link_target(above, name)) == entry.id ? Look::clean : Look::unclear;
    if (!may_hash_) return Look::unclear;
    const os::Descriptor opened(::openat(above, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    const auto text = opened.valid() ? os::read_opened(opened, kMostHashed, entry.path) : base::fail("gone");
    return text && blob_id(*text) == entry.id ? Look::clean : Look::unclear;
  }

  static std::string link_target(int above, const char* name) {
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(above, name, target.data(), target.size());
    return {target.data(), static_cast<size_t>(std::max<ssize_t>(length, 0))};
  }

  Time index_time_;
  bool may_hash_;
  size_t hashed_ = 0;
};

// What keeps an index from saying everything that `git status` would.
Look judge(const IndexContents& index, const std::string& head_tree) {
  if (index.split || index.sparse || index.unknown || index.tree.empty() || head_tree.empty()) return Look::unclear;
  for (const IndexEntry& entry : index.entries) {
    if (entry.stage != 0 || entry.intent_to_add) return Look::dirty;
    if (entry.hidden || entry.mode == kGitlink) return Look::unclear;
  }
  return index.tree == head_tree ? Look::clean : Look::dirty;
}

bool has_attributes(const IndexContents& index) {
  return std::ranges::any_of(index.entries, [](const IndexEntry& entry) {
    return entry.path == ".gitattributes" || entry.path.ends_with("/.gitattributes");
  });
}

bool is_raw(const ConfigFile& config, const Repository& repository, const os::Environment& environment) {
  const fs::path home = environment.get_non_empty("HOME").value_or("/");
  const fs::path configuration = environment.get_non_empty("XDG_CONFIG_HOME").value_or((home / ".config").string());
  for (const fs::path& file :
       {repository.common_dir / "info/attributes", fs::path("/etc/gitattributes"), configuration / "git/attributes"}) {
    if (os::status_following(file)) return false;
  }
  return !config.get("core.attributesfile") && config.get("core.autocrlf").value_or("false") == "false";
}

}  // namespace

std::optional<LookRules> look_rules(const Repository& repository, const os::Environment& environment,
                                    const fs::path& git_program) {
  const auto config = effective_config(repository, environment, git_program);
  if (!config) return std::nullopt;
  for (const Setting& setting : kUsual) {
    if (config->get(setting.key) && config->get_bool(setting.key) != setting.usual) return std::nullopt;
  }
  for (const char* key : kForeign) {
    if (config->get(key)) return std::nullopt;
  }
  return LookRules{.raw_contents = is_raw(*config, repository, environment)};
}

base::Result<std::map<std::string, std::string>> trees_of_commits(const Runner& runner,
                                                                  const std::vector<std::string>& commits) {
  std::map<std::string, std::string> trees;
  RunOptions options;
  const std::set<std::string> distinct(commits.begin(), commits.end());
  for (const std::string& commit : distinct) {
    if (!commit.empty()) options.input += commit + "^{tree}\n";
  }
  if (options.input.empty()) return trees;
  const auto lines = base::lines(TRY(runner.output({"cat-file", "--batch-check=%(objectname)"}, options)));
  size_t at = 0;
  for (const std::string& commit : distinct) {
    if (commit.empty() || at >= lines.size()) continue;
    if (const std::string& line = lines[at++]; line.find(' ') == std::string::npos) trees[commit] = line;
  }
  return trees;
}

Look look_at(const Worktree& worktree, const std::string& head_tree, const LookRules& rules) {
  constexpr size_t kIdBytes = 20;
  const fs::path file = worktree.git_dir / "index";
  struct stat before = {};
  if (::stat(file.c_str(), &before) != 0) return Look::unclear;
  const auto text = os::read_file(file, kIndexLimit);
  const auto index = text ? parse_index(*text, kIdBytes) : base::fail("no index");
  if (!index) return Look::unclear;
  if (const Look look = judge(*index, head_tree); look != Look::clean) return look;
  os::Descriptor top(::open(worktree.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top.valid()) return Look::unclear;
  Walk walk(time_of(before.st_mtim), rules.raw_contents && !has_attributes(*index));
  return walk.directory(std::move(top), index->entries, 0, 1, 0);
}

}  // namespace git
