#include <fmt/format.h>

#include "base/json.h"
#include "git/refs.h"
#include "os/files.h"
#include "workflow/removal.h"

namespace workflow {

namespace {

std::vector<std::string> texts(const base::Json& json, const char* name) {
  std::vector<std::string> result;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_array()) return result;
  for (const base::Json& item : *found) {
    if (item.is_string()) result.push_back(item.get<std::string>());
  }
  return result;
}

// A journal is our own file, but what it deletes must lie where workmux makes things.
bool fits_together(const Removal& removal) {
  const bool absolute =
      removal.path.is_absolute() && removal.common_dir.is_absolute() && removal.main_worktree.is_absolute();
  const bool trash = removal.trash.parent_path() == removal.path.parent_path() &&
                     removal.trash.filename().string().starts_with(".workmux_trash_");
  const bool admin = removal.admin.parent_path() == removal.common_dir / "worktrees" && removal.admin.has_filename();
  const bool branch =
      removal.branch.empty() || (git::is_valid_branch_name(removal.branch) && git::is_object_id(removal.branch_tip));
  return absolute && trash && admin && branch && git::is_valid_handle(removal.handle);
}

}  // namespace

std::filesystem::path journal_path(const os::Paths& paths, const Removal& removal) {
  return paths.state / "removals" / removal.project_id / (removal.handle + ".json");
}

base::Result<> write_journal(const os::Paths& paths, const Removal& removal) {
  base::Json json;
  json["handle"] = removal.handle;
  json["project_id"] = removal.project_id;
  json["common_dir"] = removal.common_dir.string();
  json["main_worktree"] = removal.main_worktree.string();
  json["path"] = removal.path.string();
  json["device"] = removal.device;
  json["inode"] = removal.inode;
  json["trash"] = removal.trash.string();
  json["admin"] = removal.admin.string();
  json["branch"] = removal.branch;
  json["branch_tip"] = removal.branch_tip;
  json["boot_id"] = removal.boot_id;
  json["windows"] = removal.windows;
  json["sessions"] = removal.sessions;
  json["select_window"] = removal.select_window;
  const auto path = journal_path(paths, removal);
  TRY(os::make_directories(path.parent_path()));
  return os::write_atomically(path, base::dump_json_pretty(json), 0600);
}

base::Result<Removal> read_journal(const std::filesystem::path& file) {
  const base::Json json = TRY_WITH(base::parse_json(TRY(os::read_file(file, 1U << 20))),
                                   fmt::format("Could not read the journal '{}'", file.string()));
  Removal removal;
  removal.handle = base::string_member(json, "handle");
  removal.project_id = base::string_member(json, "project_id");
  removal.common_dir = base::string_member(json, "common_dir");
  removal.main_worktree = base::string_member(json, "main_worktree");
  removal.path = base::string_member(json, "path");
  removal.device = static_cast<dev_t>(base::integer_member(json, "device"));
  removal.inode = static_cast<ino_t>(base::integer_member(json, "inode"));
  removal.trash = base::string_member(json, "trash");
  removal.admin = base::string_member(json, "admin");
  removal.branch = base::string_member(json, "branch");
  removal.branch_tip = base::string_member(json, "branch_tip");
  removal.boot_id = base::string_member(json, "boot_id");
  removal.windows = texts(json, "windows");
  removal.sessions = texts(json, "sessions");
  removal.select_window = base::string_member(json, "select_window");
  if (!fits_together(removal)) {
    return base::fail(fmt::format("The journal '{}' is damaged", file.string()),
                      "Delete it; nothing was removed by it.");
  }
  return removal;
}

}  // namespace workflow
