#include <fmt/format.h>

#include "base/digest.h"
#include "sandbox/quarantine/index_file.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kStatBytes = 40;
constexpr unsigned kExtended = 0x4000;
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

void read_extensions(Cursor& cursor, size_t id_bytes, IndexContents& contents) {
  while (!cursor.bad && cursor.bytes.size() - cursor.at > id_bytes + 8) {
    const auto name = cursor.take(4);
    const std::uint64_t size = cursor.number(4);
    if (name == "link") contents.split = true;
    if (name == "sdir") contents.sparse = true;
    cursor.take(size);
  }
  // An empty one still counts.
  if (!cursor.bad && cursor.bytes.size() - cursor.at == id_bytes + 8) {
    const auto name = cursor.take(4);
    if (name == "link") contents.split = true;
    if (name == "sdir") contents.sparse = true;
  }
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
    IndexEntry entry;
    const size_t start = cursor.at;
    const auto stat = cursor.take(kStatBytes);
    Cursor mode{.bytes = stat, .at = std::min<size_t>(24, stat.size())};
    entry.mode = static_cast<std::uint32_t>(mode.number(4));
    entry.id = base::to_hex(cursor.take(id_bytes));
    const std::uint64_t flags = cursor.number(2);
    entry.stage = static_cast<int>((flags >> 12U) & 3U);
    if ((flags & kExtended) != 0) cursor.take(2);
    read_path(cursor, version, start, previous, entry);
    if (version == 4) previous = entry.path;
    contents.entries.push_back(std::move(entry));
  }
  read_extensions(cursor, id_bytes, contents);
  if (cursor.bad) return base::fail("Could not read the index: it is cut short or damaged");
  return contents;
}

}  // namespace sandbox::quarantine
