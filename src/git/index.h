#pragma once
// The index file: what git knows of each tracked file. No process.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace git {

// The file as it was when git last looked, each number cut to 32 bits.
struct IndexStat {
  std::uint32_t changed_s = 0;
  std::uint32_t changed_ns = 0;
  std::uint32_t modified_s = 0;
  std::uint32_t modified_ns = 0;
  std::uint32_t inode = 0;
  std::uint32_t owner = 0;
  std::uint32_t group = 0;
  std::uint32_t size = 0;

  bool operator==(const IndexStat&) const = default;
};

struct IndexEntry {
  std::string path;
  std::uint32_t mode = 0;  // 0100644, 0100755, 0120000, 0160000 (gitlink)
  std::string id;
  int stage = 0;
  bool hidden = false;         // an assume-unchanged or skip-worktree bit: git does not look at the file
  bool intent_to_add = false;  // `add -N`
  IndexStat stat = {};

  // What is tracked; the bits and stat data say only how git looks at the file.
  bool operator==(const IndexEntry& other) const {
    return path == other.path && mode == other.mode && id == other.id && stage == other.stage;
  }
};

inline constexpr std::uint32_t kGitlink = 0160000;
inline constexpr std::uint32_t kSymlink = 0120000;

struct IndexContents {
  std::vector<IndexEntry> entries;  // in git's order
  std::string tree;                 // id of the tree that the entries are; empty where the index does not say
  bool split = false;               // a split index: entries are elsewhere, too
  bool sparse = false;              // a sparse index: directories stand for their entries
  bool unknown = false;             // holds something that changes the meaning of the entries
};

// Reads an index of version 2, 3 or 4. Every length is checked. `id_bytes`: 20 or 32.
base::Result<IndexContents> parse_index(std::string_view bytes, size_t id_bytes);

}  // namespace git
