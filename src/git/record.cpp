#include "git/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/digest.h"
#include "base/json.h"
#include "base/unicode.h"
#include "git/refs.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

constexpr size_t kRecordLimit = 64U << 10;  // bytes
constexpr size_t kNameLimit = 200;
constexpr std::string_view kSuffix = ".json";

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string_view origin_name(Origin origin) {
  switch (origin) {
    case Origin::pull_request:
      return "pr";
    case Origin::fork:
      return "fork";
    case Origin::local:
      break;
  }
  return "local";
}

std::optional<Origin> origin_from_name(std::string_view name) {
  for (const Origin origin : {Origin::local, Origin::pull_request, Origin::fork}) {
    if (origin_name(origin) == name) return origin;
  }
  return std::nullopt;
}

// A name that goes to the multiplexer or into a path: one line, no option.
bool is_plain_name(std::string_view name) {
  return name.size() <= kNameLimit && !has_control(name) && !name.starts_with('-') && base::is_utf8(name);
}

bool is_config_id(std::string_view id) {
  return id.size() <= kNameLimit && !id.starts_with('.') && std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

bool is_plain_path(const fs::path& path) {
  return path.is_absolute() && path.string().size() <= 4096 && path.has_filename() && path.lexically_normal() == path &&
         path.string().find('\0') == std::string::npos;
}

// What is wrong with the values; empty: nothing.
std::string_view complaint(const WorktreeRecord& record) {
  if (!is_plain_path(record.path)) return "'path' is no absolute path in normal form";
  if (!record.branch.empty() && !is_valid_branch_name(record.branch)) return "'branch' is no branch name";
  if (record.base.starts_with('-') || has_control(record.base) || record.base.size() > 4096) return "'base' is no ref";
  if (!record.base_oid.empty() && !is_object_id(record.base_oid)) return "'base_oid' is no object id";
  if (!is_plain_name(record.mux.target_name)) return "'target_name' is no name";
  if (!is_plain_name(record.mux.parent_session)) return "'parent_session' is no name";
  if (!is_config_id(record.config_id)) return "'config_id' is no id";
  return {};
}

// The member, which must have the wanted type when it is there.
base::Result<std::string> text_of(const base::Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || member->is_null()) return std::string();
  if (!member->is_string()) return base::fail(fmt::format("'{}' is no text", name));
  return member->get<std::string>();
}

base::Result<std::uint64_t> number_of(const base::Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_number_unsigned())
    return base::fail(fmt::format("'{}' is no number", name));
  return member->get<std::uint64_t>();
}

base::Result<base::Json> object_of(const base::Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end()) return base::Json::object();
  if (!member->is_object()) return base::fail(fmt::format("'{}' is no object", name));
  return *member;
}

base::Result<fs::path> path_of(const base::Json& object) {
  const std::string encoded = TRY(text_of(object, "path_base64"));
  if (encoded.empty()) return fs::path(TRY(text_of(object, "path")));
  const auto bytes = base::base64_decode(encoded);
  if (!bytes) return base::fail("'path_base64' is no base64");
  return fs::path(*bytes);
}

base::Result<> read_mux(const base::Json& object, RecordMux& mux) {
  const base::Json member = TRY(object_of(object, "mux"));
  const std::string mode = TRY(text_of(member, "mode"));
  if (!mode.empty() && !mode_from_name(mode)) return base::fail("'mode' is neither 'window' nor 'session'");
  mux.mode = mode_from_name(mode).value_or(Mode::window);
  mux.target_name = TRY(text_of(member, "target_name"));
  mux.parent_session = TRY(text_of(member, "parent_session"));
  return {};
}

base::Result<> read_sandbox(const base::Json& object, WorktreeRecord& record) {
  const base::Json member = TRY(object_of(object, "sandbox"));
  const auto enabled = member.find("enabled");
  if (enabled != member.end() && !enabled->is_boolean()) return base::fail("'enabled' is neither true nor false");
  record.sandbox = enabled != member.end() && enabled->get<bool>();
  record.config_id = TRY(text_of(member, "config_id"));
  return {};
}

base::Result<fs::path> file_of(const fs::path& directory, std::string_view handle) {
  if (is_valid_handle(handle)) return directory / std::string(handle).append(kSuffix);
  return base::fail(fmt::format("'{}' is no worktree name", base::sanitise_line(handle)));
}

}  // namespace

fs::path record_directory(const fs::path& state, const Repository& repository) {
  return state / "worktrees" / repository.project_id;
}

bool is_valid_handle(std::string_view handle) {
  return !handle.empty() && handle.size() <= kNameLimit && !handle.starts_with('.') && !has_control(handle) &&
         handle.find('/') == std::string_view::npos;
}

base::Result<WorktreeRecord> parse_record(std::string_view json) {
  const base::Json object = TRY(base::parse_json(json, {.depth = 4, .bytes = kRecordLimit}));
  if (!object.is_object()) return base::fail("It is no object");
  WorktreeRecord record;
  record.path = TRY(path_of(object));
  record.branch = TRY(text_of(object, "branch"));
  record.base = TRY(text_of(object, "base"));
  record.base_oid = TRY(text_of(object, "base_oid"));
  record.dev = static_cast<dev_t>(TRY(number_of(object, "dev")));
  record.ino = static_cast<ino_t>(TRY(number_of(object, "ino")));
  TRY(read_mux(object, record.mux));
  TRY(read_sandbox(object, record));
  const auto origin = origin_from_name(TRY(text_of(object, "origin")));
  if (!origin) return base::fail("'origin' is none of 'local', 'pr', 'fork'");
  record.origin = *origin;
  const std::uint64_t created = TRY(number_of(object, "created_at"));
  if (created > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return base::fail("'created_at' is no time");
  }
  record.created_at = static_cast<std::int64_t>(created);
  if (const auto bad = complaint(record); !bad.empty()) return base::fail(std::string(bad));
  return record;
}

std::string format_record(const WorktreeRecord& record) {
  base::Json object;
  const std::string path = record.path.string();
  if (base::is_utf8(path)) {
    object["path"] = path;
  } else {
    object["path_base64"] = base::base64_encode(path);
  }
  object["branch"] = record.branch;
  object["base"] = record.base;
  object["base_oid"] = record.base_oid;
  object["dev"] = static_cast<std::uint64_t>(record.dev);
  object["ino"] = static_cast<std::uint64_t>(record.ino);
  object["mux"] = {{"mode", mode_name(record.mux.mode)},
                   {"target_name", record.mux.target_name},
                   {"parent_session", record.mux.parent_session}};
  object["sandbox"] = {{"enabled", record.sandbox}, {"config_id", record.config_id}};
  object["origin"] = origin_name(record.origin);
  object["created_at"] = static_cast<std::uint64_t>(std::max<std::int64_t>(record.created_at, 0));
  return base::dump_json_pretty(object);
}

base::Result<std::optional<WorktreeRecord>> load_record(const fs::path& directory, std::string_view handle) {
  const fs::path file = TRY(file_of(directory, handle));
  const auto text = TRY(os::read_file_if_exists(file, kRecordLimit));
  if (!text) return std::optional<WorktreeRecord>();
  auto record = parse_record(*text);
  if (record) return *std::move(record);
  record.error().hint =
      "Nothing acts on this worktree while its record cannot be read; 'workmux doctor' looks into it.";
  return std::unexpected(std::move(record).error().with(
      fmt::format("The worktree record '{}' cannot be used", base::sanitise_line(file.string()))));
}

base::Result<> save_record(const fs::path& directory, std::string_view handle, const WorktreeRecord& record) {
  const fs::path file = TRY(file_of(directory, handle));
  if (const auto bad = complaint(record); !bad.empty()) {
    return base::fail(fmt::format("Could not record worktree '{}': {}", base::sanitise_line(handle), bad));
  }
  TRY(os::make_directories(directory, 0700));
  return os::write_atomically(file, format_record(record), 0600);
}

base::Result<> remove_record(const fs::path& directory, std::string_view handle) {
  return os::remove_file(TRY(file_of(directory, handle)));
}

base::Result<> rename_record(const fs::path& directory, std::string_view from, std::string_view to) {
  const fs::path source = TRY(file_of(directory, from));
  const fs::path target = TRY(file_of(directory, to));
  if (!os::status_of(source)) return {};
  return os::rename_path(source, target);
}

RecordList list_records(const fs::path& directory) {
  RecordList list;
  for (const std::string& name : os::list_directory(directory)) {
    if (!name.ends_with(kSuffix) || !is_valid_handle(name)) continue;
    const std::string handle = name.substr(0, name.size() - kSuffix.size());
    auto record = load_record(directory, handle);
    if (!record) {
      list.refused.push_back(record.error().message);
    } else if (*record) {
      list.records.push_back({handle, **std::move(record)});
    }
  }
  return list;
}

base::Result<WorktreeRecord> record_for(const Worktree& worktree) {
  WorktreeRecord record;
  record.path = TRY(os::real_path(worktree.path));
  const auto directory = os::status_of(record.path);
  if (!directory || directory->type != os::FileType::directory) {
    return base::fail(fmt::format("'{}' is no directory", base::sanitise_line(record.path.string())));
  }
  record.branch = worktree.branch;
  record.dev = directory->device;
  record.ino = directory->inode;
  return record;
}

base::Result<> check(const WorktreeRecord& record, const Worktree& worktree) {
  const auto differs = difference(record, worktree);
  if (!differs) return {};
  return base::fail(
      fmt::format("The record of worktree '{}' does not match: {}", base::sanitise_line(worktree.handle()), *differs),
      "Look at it with 'git worktree list'; 'workmux doctor' shows what is recorded.");
}

}  // namespace git
