#include "sandbox/quarantine/fill.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "git/config_file.h"
#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/quarantine/notes.h"
#include "sandbox/quarantine/others.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

constexpr size_t kSmallFile = 1U << 20;
constexpr size_t kMostLogs = 2000;

// A regular file of the real git directory under the same name in the facade; a missing one is fine.
base::Result<> copy_one(const fs::path& from, const fs::path& to, size_t limit = kSmallFile) {
  const auto status = os::status_of(from);
  if (!status || status->type != os::FileType::regular || status->size > limit) return {};
  TRY(os::make_directories(to.parent_path(), 0755));
  return os::copy_file(from, to, 0644);
}

base::Result<> copy_logs(const fs::path& from, const fs::path& to, size_t& left) {
  for (const auto& name : os::list_directory(from)) {
    const auto status = os::status_of(from / name);
    if (!status || left == 0) continue;
    --left;
    if (status->type == os::FileType::directory) {
      TRY(copy_logs(from / name, to / name, left));
    } else {
      TRY(copy_one(from / name, to / name));
    }
  }
  return {};
}

base::Result<> copy_admin(const fs::path& from, const fs::path& to) {
  TRY(os::make_directories(to, 0755));
  for (const auto* const name :
       {"HEAD", "ORIG_HEAD", "gitdir", "commondir", "config.worktree", "logs/HEAD", "info/sparse-checkout"}) {
    TRY(copy_one(from / name, to / name));
  }
  // The index and what a split one refers to.
  for (const auto& name : os::list_directory(from)) {
    if (name == "index" || name.starts_with("sharedindex.")) TRY(copy_one(from / name, to / name, size_t{1} << 30));
  }
  return {};
}

base::Result<> write_refs(const fs::path& git, const RefTexts& refs) {
  TRY(os::create_file(git / "packed-refs", packed_refs_text(refs), 0644));
  for (const auto& [name, text] : refs) {
    if (name == kHead || symbolic_name(text).empty()) continue;
    TRY(os::make_directories((git / name).parent_path(), 0755));
    TRY(os::create_file(git / name, text + "\n", 0644));
  }
  return {};
}

base::Result<> note_start(const Subject& subject, const Layout& layout, const RefTexts& refs) {
  Branches branches = TRY(read_branches(layout.host));  // of an earlier facade of this worktree
  const std::string head = text_of(refs, kHead);
  const std::string own =
      subject.branch.empty() ? std::string(symbolic_name(head)) : fmt::format("refs/heads/{}", subject.branch);
  if (!own.empty()) branches.own.insert(own);
  TRY(write_branches(layout.host, branches));
  TRY(os::remove_file(layout.host / "pending"));
  TRY(os::remove_file(layout.host / "held.json"));
  return write_known(layout.host, refs);
}

base::Result<> write_config(const Subject& subject, const Layout& layout, const fs::path& file) {
  const std::string host = TRY(os::read_file_if_exists(subject.common_dir / "config", git::kConfigLimit)).value_or("");
  const std::string ours = facade_config(host);
  TRY(os::write_atomically(file, ours, 0644));
  return os::write_atomically(layout.host / "config-source",
                              fmt::format("{} {}", base::sha256_hex(host), base::sha256_hex(ours)));
}

}  // namespace

std::string facade_config(std::string_view host_config) {
  std::string text(host_config);
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text +
         "[gc]\n\tauto = 0\n\twriteCommitGraph = false\n"
         "[maintenance]\n\tauto = false\n"
         "[fetch]\n\twriteCommitGraph = false\n"
         "[repack]\n\tupdateServerInfo = false\n";
}

base::Result<> refresh_config(const Subject& subject, const Layout& layout) {
  const auto git = TRY(os::Beneath::open(layout.git));
  const auto present = git.read_if_exists("config", git::kConfigLimit);
  if (!present) return {};
  const std::string host = TRY(os::read_file_if_exists(subject.common_dir / "config", git::kConfigLimit)).value_or("");
  const auto source = TRY(os::read_file_if_exists(layout.host / "config-source", 4096)).value_or("");
  const std::string ours = facade_config(host);
  const bool untouched = !*present || source.ends_with(" " + base::sha256_hex(**present));
  if (!untouched || source.starts_with(base::sha256_hex(host))) return {};
  TRY(git.replace("config", ours, 0644));
  return os::write_atomically(layout.host / "config-source",
                              fmt::format("{} {}", base::sha256_hex(host), base::sha256_hex(ours)));
}

base::Result<> fill_facade(const Subject& subject, const Layout& layout) {
  const fs::path git = layout.root / "git.new";
  TRY(os::remove_tree(git));
  TRY(os::remove_tree(layout.host / "objects"));
  TRY(os::remove_file(layout.host / "objects.stamps"));
  for (const auto* const name : {"objects/info", "objects/pack", "refs/heads", "refs/tags", "hooks", "info", "logs"}) {
    TRY(os::make_directories(git / name, 0755));
  }
  const auto refs = TRY(read_ref_texts(TRY(os::Beneath::open(subject.common_dir)), layout.own)).refs;
  TRY(copy_admin(subject.git_dir, layout.own.empty() ? git : git / layout.own));
  TRY(write_refs(git, refs));
  TRY(copy_one(subject.common_dir / "HEAD", git / "HEAD"));
  TRY(copy_one(subject.common_dir / "shallow", git / "shallow"));
  TRY(copy_one(subject.common_dir / "config.worktree", git / "config.worktree"));
  for (const auto* const name : {"exclude", "attributes", "sparse-checkout"}) {
    TRY(copy_one(subject.common_dir / "info" / name, git / "info" / name));
  }
  size_t logs = kMostLogs;
  TRY(copy_logs(subject.common_dir / "logs/refs", git / "logs/refs", logs));
  TRY(write_config(subject, layout, git / "config"));
  TRY(copy_other_worktrees(subject, layout, TRY(os::Beneath::open(git))));
  TRY(note_start(subject, layout, refs));
  return os::rename_path(git, layout.git);
}

}  // namespace sandbox::quarantine
