#include "workflow/deleted_branches.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/unicode.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "os/files.h"

namespace workflow {

namespace {

constexpr std::string_view kTrash = "refs/workmux/trash/";
constexpr size_t kLargestNote = 64U << 10;

std::filesystem::path notes_directory(const os::Paths& paths, const git::Repository& repository) {
  return paths.state / "deleted" / repository.project_id;
}

// One note for each branch name: the newest deletion counts, as for the ref.
std::filesystem::path note_of(const os::Paths& paths, const git::Repository& repository, const DeletedBranch& deleted) {
  return notes_directory(paths, repository) / fmt::format("{}-{}.json", deleted.deleted_at, deleted.tip.substr(0, 12));
}

std::optional<DeletedBranch> read_note(const std::filesystem::path& file) {
  const auto text = os::read_file(file, kLargestNote);
  if (!text) return std::nullopt;
  const auto json = base::parse_json(*text);
  if (!json || !json->is_object()) return std::nullopt;
  DeletedBranch deleted;
  deleted.branch = base::string_member(*json, "branch");
  deleted.tip = base::string_member(*json, "tip");
  deleted.base = base::string_member(*json, "base");
  deleted.handle = base::string_member(*json, "handle");
  deleted.deleted_at = base::integer_member(*json, "deleted_at");
  const bool base_ok = deleted.base.empty() || !deleted.base.starts_with('-');
  if (!git::is_valid_branch_name(deleted.branch) || !git::is_object_id(deleted.tip) || !base_ok) return std::nullopt;
  return deleted;
}

base::Result<> update_refs(const git::Runner& runner, const std::string& input) {
  const git::RunOptions options{.access = git::Access::write, .input = input};
  TRY(runner.output({"update-ref", "--stdin"}, options));
  return {};
}

// git cannot hold "a" and "a/b" at once.
base::Result<> drop_obstacles(const git::Runner& runner, const std::string& branch) {
  std::string input;
  for (const git::Ref& ref : TRY(git::list_refs(runner.repository(), kTrash))) {
    const std::string other = ref.name.substr(kTrash.size());
    if (other.starts_with(branch + "/") || branch.starts_with(other + "/")) {
      input += fmt::format("delete {} {}\n", ref.name, ref.id);
    }
  }
  return input.empty() ? base::Result<>() : update_refs(runner, input);
}

}  // namespace

base::Result<> delete_into_trash(const os::Paths& paths, const git::Runner& runner, const DeletedBranch& deleted) {
  base::Json json;
  json["branch"] = deleted.branch;
  json["tip"] = deleted.tip;
  json["base"] = deleted.base;
  json["handle"] = deleted.handle;
  json["deleted_at"] = deleted.deleted_at;
  TRY(drop_obstacles(runner, deleted.branch));
  const auto note = note_of(paths, runner.repository(), deleted);
  TRY(os::make_directories(note.parent_path()));
  TRY(os::write_atomically(note, base::dump_json_pretty(json), 0600));
  auto done = update_refs(
      runner, fmt::format("update {2}{0} {1}\ndelete refs/heads/{0} {1}\n", deleted.branch, deleted.tip, kTrash));
  if (!done) (void)os::remove_file(note);
  return done;
}

std::vector<DeletedBranch> deleted_branches(const os::Paths& paths, const git::Repository& repository) {
  std::vector<DeletedBranch> found;
  const auto directory = notes_directory(paths, repository);
  for (const std::string& name : os::list_directory(directory)) {
    if (auto deleted = read_note(directory / name)) found.push_back(*std::move(deleted));
  }
  std::ranges::stable_sort(found, {}, &DeletedBranch::deleted_at);
  return found;
}

base::Result<> prune_deleted(const os::Paths& paths, const git::Runner& runner, std::int64_t now_seconds) {
  std::string input;
  for (const DeletedBranch& deleted : deleted_branches(paths, runner.repository())) {
    if (now_seconds - deleted.deleted_at / 1000 <= kKeepDeletedSeconds) continue;
    const std::string ref = std::string(kTrash) + deleted.branch;
    // A later deletion of the same name owns the ref.
    if (TRY(git::resolve_ref(runner.repository(), ref)) == deleted.tip) {
      input += fmt::format("delete {} {}\n", ref, deleted.tip);
    }
    TRY(os::remove_file(note_of(paths, runner.repository(), deleted)));
  }
  return input.empty() ? base::Result<>() : update_refs(runner, input);
}

base::Result<> restore_deleted(const os::Paths& paths, const git::Runner& runner, const DeletedBranch& deleted) {
  const git::Repository& repository = runner.repository();
  const std::string branch = base::sanitise_line(deleted.branch);
  if (TRY(git::local_branch_exists(repository, deleted.branch))) {
    return base::fail(fmt::format("Branch '{}' exists again; nothing was changed", branch),
                      fmt::format("The deleted one was at {}: git branch <name> {}", deleted.tip, deleted.tip));
  }
  std::string input = fmt::format("create refs/heads/{} {}\n", deleted.branch, deleted.tip);
  const std::string trash = std::string(kTrash) + deleted.branch;
  if (TRY(git::resolve_ref(repository, trash)) == deleted.tip) {
    input += fmt::format("delete {} {}\n", trash, deleted.tip);
  }
  TRY_WITH(update_refs(runner, input), fmt::format("Could not bring branch '{}' back", branch));
  if (!deleted.base.empty()) TRY(git::set_base(repository, deleted.branch, deleted.base));
  return os::remove_file(note_of(paths, repository, deleted));
}

}  // namespace workflow
