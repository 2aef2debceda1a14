#include "workflow/trust_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/unicode.h"
#include "os/files.h"
#include "os/lock.h"

namespace workflow {

namespace {

constexpr size_t kHashLength = 64;
constexpr size_t kLongestText = 4U << 20;

std::optional<TrustKind> kind_of(std::string_view word) {
  for (const TrustKind kind : {TrustKind::automatic, TrustKind::asked, TrustKind::command, TrustKind::tainted}) {
    if (trust_word(kind) == word) return kind;
  }
  return std::nullopt;
}

bool is_hash(std::string_view text) {
  return text.size() == kHashLength && base::is_lower_hex(text);
}

std::optional<TrustEntry> entry_of(const base::Json& json) {
  if (!json.is_object()) return std::nullopt;
  const auto kind = kind_of(base::string_member(json, "how"));
  TrustEntry entry{.hash = base::string_member(json, "hash"),
                   .at = base::integer_member(json, "at"),
                   .kind = kind.value_or(TrustKind::tainted),
                   .file = base::string_member(json, "file", ".workmux.yaml"),
                   .from_guest = base::boolean_member(json, "from_guest")};
  if (entry.kind == TrustKind::tainted) entry.from_guest = true;
  if (!kind || !is_hash(entry.hash)) return std::nullopt;
  return entry;
}

base::Json json_of(const TrustEntry& entry) {
  base::Json json = {
      {"hash", entry.hash}, {"at", entry.at}, {"how", std::string(trust_word(entry.kind))}, {"file", entry.file}};
  if (entry.from_guest) json["from_guest"] = true;
  return json;
}

void put_entries(base::Json& store, std::string_view project_id, const std::vector<TrustEntry>& entries) {
  base::Json list = base::Json::array();
  for (const TrustEntry& entry : entries) list.push_back(json_of(entry));
  if (entries.empty()) {
    store.erase(std::string(project_id));
  } else {
    store[std::string(project_id)] = std::move(list);
  }
}

// The whole store: an object of lists.
base::Result<base::Json> read_store(const std::filesystem::path& file) {
  const std::string shown = base::sanitise_line(file.string());
  const auto text = TRY_WITH(os::read_file_if_exists(file), fmt::format("Failed to read '{}'", shown));
  if (!text) return base::Json::object();
  const auto damaged = [&] {
    return base::fail(fmt::format("'{}' is damaged, so it is unknown which project files are approved", shown),
                      "Remove it to forget all approvals.");
  };
  auto json = base::parse_json(*text);
  if (!json || !json->is_object()) return damaged();
  for (const auto& [project, list] : json->items()) {
    if (!list.is_array()) return damaged();
    for (const base::Json& item : list) {
      if (!entry_of(item)) return damaged();
    }
  }
  return *json;
}

std::vector<TrustEntry> entries_in(const base::Json& store, std::string_view project_id) {
  std::vector<TrustEntry> entries;
  const auto list = store.find(std::string(project_id));
  if (list == store.end()) return entries;
  for (const base::Json& item : *list) {
    if (auto entry = entry_of(item)) entries.push_back(std::move(*entry));
  }
  return entries;
}

base::Result<os::FileLock> lock(const std::filesystem::path& state) {
  TRY(os::make_directories(state));
  return os::FileLock::acquire(state / "trust.lock");
}

base::Result<> write_store(const std::filesystem::path& file, const base::Json& store) {
  return os::write_atomically(file, base::dump_json_pretty(store), 0600, os::Durable::yes);
}

}  // namespace

std::string_view trust_word(TrustKind kind) {
  switch (kind) {
    case TrustKind::automatic:
      return "auto";
    case TrustKind::asked:
      return "asked";
    case TrustKind::command:
      return "command";
    case TrustKind::tainted:
      break;
  }
  return "tainted";
}

base::Result<std::vector<TrustEntry>> TrustStore::entries(std::string_view project_id) const {
  return entries_in(TRY(read_store(file())), project_id);
}

base::Result<> TrustStore::record(std::string_view project_id, TrustEntry entry, std::string_view text) const {
  const os::FileLock held = TRY(lock(state_));
  base::Json store = TRY(read_store(file()));
  std::vector<TrustEntry> entries = entries_in(store, project_id);
  const auto known = std::ranges::find(entries, entry.hash, &TrustEntry::hash);
  if (known != entries.end()) {
    if (!entry.approved() || known->approved()) return {};
    entry.from_guest = entry.from_guest || known->from_guest;
    entries.erase(known);
  }
  if (entry.kind != TrustKind::tainted) {
    TRY(os::make_directories(state_ / "trust"));
    TRY(os::write_atomically(bytes(entry.hash), text));
  }
  entries.push_back(std::move(entry));
  put_entries(store, project_id, entries);
  return write_store(file(), store);
}

base::Result<size_t> TrustStore::forget(std::string_view project_id) const {
  if (!os::status_of(file())) return 0;
  const os::FileLock held = TRY(lock(state_));
  base::Json store = TRY(read_store(file()));
  const std::vector<TrustEntry> known = entries_in(store, project_id);
  std::vector<TrustEntry> kept;
  for (const TrustEntry& entry : known) {
    if (!entry.from_guest) continue;
    kept.push_back(entry);
    kept.back().kind = TrustKind::tainted;
  }
  put_entries(store, project_id, kept);
  TRY(write_store(file(), store));
  for (const TrustEntry& entry : known) {
    const auto uses = [&](const base::Json& list) {
      return std::ranges::any_of(list, [&](const base::Json& item) {
        const auto other = entry_of(item);
        return other && other->hash == entry.hash && other->kind != TrustKind::tainted;
      });
    };
    if (std::ranges::none_of(store, uses)) TRY(os::remove_file(bytes(entry.hash)));
  }
  return known.size();
}

std::optional<std::string> TrustStore::text_of(std::string_view hash) const {
  if (!is_hash(hash)) return std::nullopt;
  auto text = os::read_file_if_exists(bytes(hash), kLongestText);
  if (!text || !*text || base::sha256_hex(**text) != hash) return std::nullopt;
  return std::move(**text);
}

}  // namespace workflow
