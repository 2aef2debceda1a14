#pragma once
// The digest of what makes git run code in a shared git directory (SBX E1 layer 4): for repositories that have or had a
// sandbox with write access (`sandbox.git: shared`).

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sandbox::quarantine {

struct TamperEntry {
  std::string path;        // relative to the common dir
  char type = 'f';         // 'f' file, 'l' link, 'o' anything else
  std::uint64_t size = 0;  // with modified_ns and inode: the stat comparison that comes before hashing
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;
  std::uint32_t mode = 0;  // permission bits
  std::string digest;      // SHA-256 of contents or link target
  std::string contents;    // for repair and diff; empty above 1 MiB
  bool has_contents = false;
};

struct TamperRecord {
  std::vector<TamperEntry> entries;  // sorted by path
};

struct TamperChange {
  enum class Kind : std::uint8_t { changed, added, removed };
  Kind kind = Kind::changed;
  std::string path;
  std::string before;  // contents, cut to 64 KiB; empty where unknown
  std::string after;
};

// Reads `config`, `config.worktree` files, `hooks/`, `info/`, `modules/*/{config,hooks}`,
// `worktrees/*/{gitdir,commondir}` of a common dir. Links are not followed. At most 20,000 files.
base::Result<TamperRecord> record_tamper(const std::filesystem::path& common_dir);

// To and from a file in host state (0600).
base::Result<> write_tamper_record(const std::filesystem::path& file, const TamperRecord& record);
base::Result<std::optional<TamperRecord>> read_tamper_record(const std::filesystem::path& file);

// What differs from the record: files whose stat data agree are not read. Empty: unchanged. Worktrees added or removed
// by us change `worktrees/*/`: record again afterwards.
base::Result<std::vector<TamperChange>> compare_tamper(const std::filesystem::path& common_dir,
                                                       const TamperRecord& record);

// A readable account with a line diff for each text file, sanitised for terminals; ends with a newline.
std::string describe_tamper(const std::vector<TamperChange>& changes);

// Puts every changed file back as recorded, removes added ones (`sandbox repair`). Error: a file without recorded
// contents, by name; the others are restored all the same.
base::Result<> restore_tamper(const std::filesystem::path& common_dir, const TamperRecord& record);

}  // namespace sandbox::quarantine
