#include "sandbox/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/clock.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/unicode.h"
#include "config/snapshot.h"
#include "os/files.h"
#include "os/random.h"
#include "sandbox/mount_paths.h"

namespace sandbox {
namespace {

constexpr size_t kIdLength = 32;
constexpr int kDeepest = 64;

std::filesystem::path directory_of(const std::filesystem::path& state) {
  return state / "sandbox" / "snapshots";
}

bool is_id(std::string_view id) {
  return id.size() == kIdLength && base::is_lower_hex(id);
}

// A name that is one plain path component: handles and project ids become file names.
bool is_component(std::string_view name) {
  return !name.empty() && name.size() <= 255 && name != "." && name != ".." &&
         std::ranges::none_of(name, [](char c) { return c == '/' || static_cast<unsigned char>(c) < 0x20; });
}

base::Result<> check(const Snapshot& snapshot) {
  auto bad = [](std::string_view field) {
    return base::fail(fmt::format("The sandbox policy has an invalid '{}'", field),
                      "Close the window and open it again with 'workmux open'.");
  };
  if (!is_plain_path(snapshot.worktree)) return bad("worktree");
  if (!snapshot.main_worktree.empty() && !is_plain_path(snapshot.main_worktree)) return bad("main_worktree");
  if (!is_plain_path(snapshot.common_dir)) return bad("common_dir");
  if (!is_plain_path(snapshot.git_dir)) return bad("git_dir");
  if (!is_component(snapshot.handle)) return bad("handle");
  if (!is_component(snapshot.project_id)) return bad("project_id");
  if (!is_component(snapshot.agent)) return bad("agent");
  if (!snapshot.root.empty() && !is_id(snapshot.root)) return bad("root");
  if (!snapshot.parent.empty() && !is_id(snapshot.parent)) return bad("parent");
  if (snapshot.depth < 0 || snapshot.depth > kDeepest) return bad("depth");
  return {};
}

base::Json to_json(const Snapshot& snapshot) {
  return base::Json{{"version", 1},
                    {"worktree", snapshot.worktree.string()},
                    {"main_worktree", snapshot.main_worktree.string()},
                    {"common_dir", snapshot.common_dir.string()},
                    {"git_dir", snapshot.git_dir.string()},
                    {"handle", snapshot.handle},
                    {"project_id", snapshot.project_id},
                    {"branch", snapshot.branch},
                    {"base", snapshot.base},
                    {"base_oid", snapshot.base_oid},
                    {"agent", snapshot.agent},
                    {"root", snapshot.root},
                    {"parent", snapshot.parent},
                    {"depth", snapshot.depth},
                    {"created_at", snapshot.created_at},
                    {"config", config::to_json(snapshot.config)}};
}

base::Result<Snapshot> from_json(const base::Json& json, std::string_view id) {
  auto bad = [&](std::string_view field) {
    return base::fail(fmt::format("The sandbox policy '{}' has no valid '{}'", id, field),
                      "Close the window and open it again with 'workmux open'.");
  };
  if (!json.is_object()) return bad("object");
  for (const char* name : {"worktree", "main_worktree", "common_dir", "git_dir", "handle", "project_id", "branch",
                           "base", "base_oid", "agent", "root", "parent"}) {
    if (!json.contains(name) || !json[name].is_string()) return bad(name);
  }
  for (const char* name : {"depth", "created_at"}) {
    if (!json.contains(name) || !json[name].is_number_integer()) return bad(name);
  }
  const auto depth = base::integer_member(json, "depth");
  if (depth < 0 || depth > kDeepest) return bad("depth");
  Snapshot snapshot;
  snapshot.id = id;
  snapshot.worktree = base::string_member(json, "worktree");
  snapshot.main_worktree = base::string_member(json, "main_worktree");
  snapshot.common_dir = base::string_member(json, "common_dir");
  snapshot.git_dir = base::string_member(json, "git_dir");
  snapshot.handle = base::string_member(json, "handle");
  snapshot.project_id = base::string_member(json, "project_id");
  snapshot.branch = base::string_member(json, "branch");
  snapshot.base = base::string_member(json, "base");
  snapshot.base_oid = base::string_member(json, "base_oid");
  snapshot.agent = base::string_member(json, "agent");
  snapshot.root = base::string_member(json, "root");
  snapshot.parent = base::string_member(json, "parent");
  snapshot.depth = static_cast<int>(depth);
  snapshot.created_at = base::integer_member(json, "created_at");
  if (!json.contains("config")) return bad("config");
  snapshot.config = TRY_WITH(config::from_json(json["config"]),
                             fmt::format("The sandbox policy '{}' holds a configuration that cannot be read", id));
  TRY(check(snapshot));
  return snapshot;
}

}  // namespace

base::Result<std::string> write_snapshot(const std::filesystem::path& state, Snapshot snapshot) {
  TRY(check(snapshot));
  if (snapshot.created_at == 0) snapshot.created_at = base::unix_seconds();
  const auto directory = directory_of(state);
  TRY_WITH(os::make_directories(directory), "Could not store the sandbox policy");
  std::string id = os::random_hex(kIdLength);
  TRY_WITH(os::create_file(directory / (id + ".json"), base::dump_json(to_json(snapshot)) + "\n"),
           "Could not store the sandbox policy");
  return id;
}

base::Result<Snapshot> read_snapshot(const std::filesystem::path& state, std::string_view id) {
  if (!is_id(id)) {
    return base::fail(fmt::format("'{}' is not the id of a sandbox policy", base::sanitise_line(id)),
                      "The id is 32 hexadecimal digits; workmux types it by itself when it opens a window.");
  }
  const auto path = directory_of(state) / (std::string(id) + ".json");
  auto text =
      TRY_WITH(os::read_file_if_exists(path, 4U << 20), fmt::format("Could not read the sandbox policy '{}'", id));
  if (!text) {
    return base::fail(fmt::format("The sandbox policy '{}' does not exist", id),
                      "The worktree was removed or its state was cleaned: open it again with 'workmux open'.");
  }
  auto json = TRY_WITH(base::parse_json(*text), fmt::format("The sandbox policy '{}' is damaged", id));
  return from_json(json, id);
}

base::Result<> remove_snapshots(const std::filesystem::path& state, std::string_view project_id,
                                std::string_view handle) {
  const auto directory = directory_of(state);
  for (const auto& name : os::list_directory(directory)) {
    if (!name.ends_with(".json") || !is_id(std::string_view(name).substr(0, name.size() - 5))) continue;
    auto snapshot = read_snapshot(state, std::string_view(name).substr(0, kIdLength));
    if (!snapshot || snapshot->project_id != project_id || snapshot->handle != handle) continue;
    TRY(os::remove_file(directory / name));
  }
  return {};
}

}  // namespace sandbox
