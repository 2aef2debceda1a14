#include "git/index.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/text.h"

namespace git {

namespace {

// Flags of an entry, and those of a second field that some have.
constexpr unsigned kAssumeValid = 0x8000;
constexpr unsigned kExtended = 0x4000;
constexpr unsigned kSkipWorktree = 0x4000;
constexpr unsigned kIntentToAdd = 0x2000;
constexpr size_t kMostEntries = 5'000'000;

// A cursor that never leaves the bytes: a read past the end makes it bad, and bad stays bad.
struct Cursor {
  std::string_view bytes;
  size_t at = 0;
  bool bad = false;

  std::string_view take(size_t count) {
    if (bad || bytes.size() - at < count) {
      bad = true;
      return {};
    }
    at += count;
    return bytes.substr(at - count, count);
  }

  std::uint64_t number(size_t count) {
    std::uint64_t value = 0;
    for (const char byte : take(count)) value = (value << 8U) | static_cast<unsigned char>(byte);
    return value;
  }

  std::string_view text() {
    const size_t end = bad ? std::string_view::npos : bytes.find('\0', at);
    if (end == std::string_view::npos) {
      bad = true;
      return {};
    }
    const auto found = bytes.substr(at, end - at);
    at = end + 1;
    return found;
  }

  // git's variable length integer of offsets and of version 4 paths.
  std::uint64_t varint() {
    std::uint64_t byte = number(1);
    std::uint64_t value = byte & 0x7fU;
    for (int count = 0; (byte & 0x80U) != 0 && !bad; ++count) {
      if (count > 8) bad = true;
      byte = number(1);
      value = ((value + 1) << 7U) | (byte & 0x7fU);
    }
    return value;
  }
};

void read_path(Cursor& cursor, std::uint64_t version, size_t start, const std::string& previous, IndexEntry& entry) {
  if (version == 4) {
    const std::uint64_t drop = cursor.varint();
    if (drop > previous.size()) {
      cursor.bad = true;
      return;
    }
    entry.path = previous.substr(0, previous.size() - drop);
    entry.path += cursor.text();
    return;
  }
  entry.path = cursor.text();
  // Padded with 1 to 8 NULs to a multiple of 8; text() took one of them.
  const size_t length = cursor.at - start;
  cursor.take((8 - length % 8) % 8);
}

std::uint32_t word(Cursor& cursor) {
  return static_cast<std::uint32_t>(cursor.number(4));
}

// Stat data and mode, in the order of the file.
void read_stat(Cursor& cursor, IndexEntry& entry) {
  entry.stat.changed_s = word(cursor);
  entry.stat.changed_ns = word(cursor);
  entry.stat.modified_s = word(cursor);
  entry.stat.modified_ns = word(cursor);
  word(cursor);  // the device, which git does not compare either
  entry.stat.inode = word(cursor);
  entry.mode = word(cursor);
  entry.stat.owner = word(cursor);
  entry.stat.group = word(cursor);
  entry.stat.size = word(cursor);
}

IndexEntry read_entry(Cursor& cursor, std::uint64_t version, size_t id_bytes, const std::string& previous) {
  IndexEntry entry;
  const size_t start = cursor.at;
  read_stat(cursor, entry);
  entry.id = base::to_hex(cursor.take(id_bytes));
  const std::uint64_t flags = cursor.number(2);
  entry.stage = static_cast<int>((flags >> 12U) & 3U);
  entry.hidden = (flags & kAssumeValid) != 0;
  if ((flags & kExtended) != 0) {
    if (version < 3) cursor.bad = true;
    const std::uint64_t more = cursor.number(2);
    entry.hidden = entry.hidden || (more & kSkipWorktree) != 0;
    entry.intent_to_add = (more & kIntentToAdd) != 0;
  }
  read_path(cursor, version, start, previous, entry);
  return entry;
}

// The root of the cached trees: an empty path, how many entries it covers (-1: it is out of date), how many subtrees
// follow, and its id.
std::string root_of_trees(std::string_view bytes, size_t id_bytes) {
  const size_t line = bytes.find('\n');
  if (!bytes.starts_with('\0') || line == std::string_view::npos) return {};
  const auto numbers = bytes.substr(1, line - 1);
  const auto count = base::parse_integer(numbers.substr(0, numbers.find(' ')));
  if (!count || *count < 0 || bytes.size() - line - 1 < id_bytes) return {};
  return base::to_hex(bytes.substr(line + 1, id_bytes));
}

void read_extensions(Cursor& cursor, size_t id_bytes, IndexContents& contents) {
  while (!cursor.bad && cursor.bytes.size() - cursor.at >= id_bytes + 8) {
    const auto name = cursor.take(4);
    const auto body = cursor.take(cursor.number(4));
    if (name == "link") contents.split = true;
    if (name == "sdir") contents.sparse = true;
    if (name == "TREE") contents.tree = root_of_trees(body, id_bytes);
    // In lower case it changes what the entries mean.
    if (!name.empty() && (name.front() < 'A' || name.front() > 'Z')) contents.unknown = true;
  }
  if (cursor.bytes.size() - cursor.at != id_bytes) cursor.bad = true;
}

}  // namespace

base::Result<IndexContents> parse_index(std::string_view bytes, size_t id_bytes) {
  IndexContents contents;
  Cursor cursor{.bytes = bytes};
  const auto signature = cursor.take(4);
  const std::uint64_t version = cursor.number(4);
  const std::uint64_t count = cursor.number(4);
  if (cursor.bad || signature != "DIRC" || version < 2 || version > 4 || count > kMostEntries)
    return base::fail("Could not read the index: it is none that we know");
  std::string previous;
  for (std::uint64_t i = 0; i < count && !cursor.bad; ++i) {
    IndexEntry entry = read_entry(cursor, version, id_bytes, previous);
    if (version == 4) previous = entry.path;
    contents.entries.push_back(std::move(entry));
  }
  read_extensions(cursor, id_bytes, contents);
  if (cursor.bad) return base::fail("Could not read the index: it is cut short or damaged");
  return contents;
}

}  // namespace git
