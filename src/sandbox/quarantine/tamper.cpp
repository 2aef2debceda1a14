#include "sandbox/quarantine/tamper.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/quarantine/tamper_files.h"
#include "sandbox/quarantine/tamper_guard.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

constexpr size_t kKept = 1U << 20;
constexpr size_t kShown = 64U << 10;
constexpr size_t kReadLimit = 64U << 20;

TamperEntry stat_entry(const std::string& path, const os::FileStatus& status) {
  return {.path = path,
          .type = status.type == os::FileType::regular ? 'f' : (status.type == os::FileType::symlink ? 'l' : 'o'),
          .size = status.size,
          .modified_ns = status.modified_ns,
          .inode = status.inode,
          .mode = status.mode,
          .digest = {},
          .contents = {}};
}

bool same_stat(const TamperEntry& a, const TamperEntry& b) {
  return a.type == b.type && a.size == b.size && a.modified_ns == b.modified_ns && a.inode == b.inode &&
         a.mode == b.mode;
}

base::Result<> read_contents(const os::Beneath& git, TamperEntry& entry) {
  std::string contents;
  if (entry.type == 'f') {
    contents = TRY(git.read(entry.path, kReadLimit));
  } else if (entry.type == 'l') {
    contents = TRY(git.read_link(entry.path));
  }
  entry.digest = base::sha256_hex(contents);
  entry.has_contents = entry.type != 'o' && contents.size() <= kKept;
  if (entry.has_contents) entry.contents = std::move(contents);
  return {};
}

std::vector<TamperEntry> present_entries(const os::Beneath& git) {
  std::vector<TamperEntry> entries;
  for (const auto& path : tamper_paths(git)) {
    if (const auto status = git.status(path)) entries.push_back(stat_entry(path, *status));
  }
  return entries;
}

TamperChange change_of(TamperChange::Kind kind, const TamperEntry* before, const TamperEntry* after) {
  return {.kind = kind,
          .path = before != nullptr ? before->path : after->path,
          .before = before != nullptr ? before->contents.substr(0, kShown) : std::string(),
          .after = after != nullptr ? after->contents.substr(0, kShown) : std::string()};
}

}  // namespace

base::Result<TamperRecord> record_tamper(const fs::path& common_dir) {
  const auto git = TRY(os::Beneath::open(common_dir));
  TamperRecord record{.entries = present_entries(git)};
  for (auto& entry : record.entries) {
    TRY_WITH(read_contents(git, entry), fmt::format("Could not record '{}'", (common_dir / entry.path).string()));
  }
  return record;
}

base::Result<std::vector<TamperChange>> compare_tamper(const fs::path& common_dir, const TamperRecord& record) {
  using Kind = TamperChange::Kind;
  const auto git = TRY(os::Beneath::open(common_dir));
  std::map<std::string_view, const TamperEntry*> before;
  for (const auto& entry : record.entries) before[entry.path] = &entry;
  std::vector<TamperChange> changes;
  auto present = present_entries(git);
  for (auto& entry : present) {
    const auto old = before.find(entry.path);
    const TamperEntry* const known = old == before.end() ? nullptr : old->second;
    if (known != nullptr && same_stat(*known, entry)) {
      before.erase(old);
      continue;
    }
    TRY_WITH(read_contents(git, entry), fmt::format("Could not check '{}'", (common_dir / entry.path).string()));
    if (known == nullptr) {
      changes.push_back(change_of(Kind::added, nullptr, &entry));
      continue;
    }
    if (is_tampered(*known, entry)) changes.push_back(change_of(Kind::changed, known, &entry));
    before.erase(old);
  }
  for (const auto& [path, entry] : before) changes.push_back(change_of(Kind::removed, entry, nullptr));
  std::ranges::sort(changes, {}, &TamperChange::path);
  return changes;
}

base::Result<> restore_tamper(const fs::path& common_dir, const TamperRecord& record) {
  const auto git = TRY(os::Beneath::open(common_dir));
  std::map<std::string_view, const TamperEntry*> recorded;
  for (const auto& entry : record.entries) recorded[entry.path] = &entry;
  std::string lost;
  for (const auto& change : TRY(compare_tamper(common_dir, record))) {
    const auto old = recorded.find(change.path);
    if (old == recorded.end()) {
      TRY(git.remove(change.path));
      continue;
    }
    const TamperEntry& entry = *old->second;
    if (!entry.has_contents) {
      lost += fmt::format("{}{}", lost.empty() ? "" : ", ", change.path);
      continue;
    }
    // Whatever stands there now goes first: a link must not be written through, nor a directory be in the way.
    if (const auto status = git.status(change.path))
      TRY(status->type == os::FileType::directory ? git.remove_tree(change.path) : git.remove(change.path));
    const size_t slash = change.path.rfind('/');
    if (slash != std::string::npos) TRY(git.make_directories(change.path.substr(0, slash), 0755));
    TRY(entry.type == 'l' ? git.symlink(entry.contents, change.path)
                          : git.create(change.path, entry.contents, static_cast<mode_t>(entry.mode)));
  }
  if (lost.empty()) return {};
  return base::fail(fmt::format("Could not restore without recorded contents: {}", lost),
                    "Restore these files from a backup, then run 'workmux sandbox accept'.");
}

}  // namespace sandbox::quarantine
