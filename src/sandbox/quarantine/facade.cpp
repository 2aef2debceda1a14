#include "sandbox/quarantine/facade.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "git/config_file.h"
#include "git/refs.h"
#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/quarantine/borrowed.h"
#include "sandbox/quarantine/fill.h"
#include "sandbox/quarantine/link_guard.h"
#include "sandbox/quarantine/notes.h"
#include "sandbox/quarantine/outward_steps.h"
#include "sandbox/quarantine/sweep.h"
#include "sandbox/quarantine/update_refs.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

std::string pins_of(const Subject& subject) {
  return fmt::format("refs/workmux/sandbox/{}/", subject.sandbox_id);
}

base::Result<> check_subject(const Subject& subject) {
  const bool plain = std::ranges::all_of(subject.sandbox_id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (subject.sandbox_id.empty() || !plain)
    return base::fail(fmt::format("Could not prepare a sandbox: '{}' is no sandbox id", subject.sandbox_id));
  const auto config = TRY(git::read_config(subject.common_dir / "config"));
  const auto format = config.get("extensions.refstorage").value_or("files");
  if (format != "files") {
    return base::fail(
        fmt::format("Could not prepare a sandbox: '{}' keeps its refs as '{}'", subject.common_dir.string(), format),
        "Set 'sandbox.git: shared' for this repository, or convert it with 'git refs migrate'.");
  }
  return check_git_link(subject);
}

base::Result<> make_host_part(const Layout& layout) {
  for (const auto& directory : {layout.root, layout.host, layout.info, layout.empty}) {
    TRY(os::make_directories(directory));
  }
  return {};
}

std::string guest_objects(const Subject& subject, size_t number) {
  return fmt::format("{}/{}{}", kGuestObjects, subject.project_id, number == 0 ? "" : fmt::format("-{}", number + 1));
}

base::Result<> write_alternates(const Subject& subject, const Layout& layout) {
  std::string text;
  const size_t count = TRY(object_directories(subject.common_dir)).size();
  for (size_t i = 0; i < count; ++i) text += guest_objects(subject, i) + "\n";
  const auto file = layout.info / "alternates";
  if (const auto old = TRY(os::read_file_if_exists(file)); old && *old == text) return {};
  return os::write_atomically(file, text, 0644);
}

bool is_real_directory(const fs::path& path) {
  const auto status = os::status_of(path);
  return status && status->type == os::FileType::directory;
}

// Everything below the common dir that the guest sees but cannot write.
std::vector<std::string> read_only_parts(const Subject& subject) {
  std::vector<std::string> parts = {"hooks"};
  for (const auto* const name : {"modules", "lfs"}) {
    if (is_real_directory(subject.common_dir / name)) parts.emplace_back(name);
  }
  return parts;
}

base::Result<> make_mount_points(const Subject& subject, const os::Beneath& git) {
  auto points = read_only_parts(subject);
  points.emplace_back("objects/info");
  for (const auto& point : points) {
    const auto status = git.status(point);
    if (status && status->type == os::FileType::directory) continue;
    TRY(git.remove(point));
    TRY(git.make_directories(point, 0755));
  }
  return {};
}

// Puts a facade aside that the guest left in a state in which git would not work in it.
base::Result<bool> put_damaged_aside(const Layout& layout, std::vector<std::string>& notices) {
  const auto git = TRY(os::Beneath::open(layout.git));
  const auto damage = find_damage(git, layout.own);
  if (!damage) return false;
  const auto aside = layout.root / "git.damaged";
  TRY(os::remove_tree(aside));
  TRY(os::rename_path(layout.git, aside));
  notices.push_back(fmt::format("The sandbox's git directory was damaged ({}) and made anew; the old one is '{}'",
                                *damage, aside.string()));
  return true;
}

base::Result<> bring_up_to_date(const Subject& subject, const Layout& layout, const os::FileLock& lock,
                                GuestRuns guest_runs, std::vector<std::string>& notices) {
  if (!os::status_of(layout.git)) return fill_facade(subject, layout);
  if (guest_runs == GuestRuns::no) {
    if (TRY(put_damaged_aside(layout, notices))) return fill_facade(subject, layout);
    TRY(sweep_locks(TRY(os::Beneath::open(layout.git))));
    TRY(refresh_config(subject, layout));
  }
  TRY(refresh_locked(subject, layout, lock));
  return {};
}

base::Result<> own_recorded_branch(const Subject& subject, const Layout& layout) {
  if (subject.branch.empty()) return {};
  auto branches = TRY(read_branches(layout.host));
  if (!branches.own.insert(fmt::format("refs/heads/{}", subject.branch)).second) return {};
  return write_branches(layout.host, branches);
}

// Keeps what the guest builds on from being collected while the host's own refs move on.
base::Result<> pin_base(const Subject& subject, const os::FileLock& lock) {
  const auto runner = TRY(runner_of(subject));
  const auto head = TRY(git::read_head(runner.repository()));
  const std::string ref = pins_of(subject) + "base";
  const auto old = TRY(git::resolve_ref(runner.repository(), ref));
  if (head.id.empty() || (old && *old == head.id)) return {};
  return pin(runner, lock, ref, head.id);
}

Mount bind(fs::path source, fs::path target, bool writable = false) {
  return {.source = std::move(source), .target = std::move(target), .writable = writable, .kind = MountKind::bind};
}

}  // namespace

base::Result<std::vector<Mount>> mounts(const Subject& subject) {
  const Layout layout = layout_of(subject);
  const fs::path& common = subject.common_dir;
  std::vector<Mount> list;
  list.push_back(bind(layout.git, common, true));
  const auto objects = TRY(object_directories(common));
  for (size_t i = 0; i < objects.size(); ++i) {
    const fs::path target = guest_objects(subject, i);
    list.push_back(bind(objects[i], target));
    // The guest reaches borrowed objects by our list; the real one may hold paths that do not exist there.
    if (os::status_of(objects[i] / "info" / "alternates")) list.push_back(bind(layout.empty, target / "info"));
  }
  list.push_back(bind(layout.info, common / "objects" / "info"));
  for (const auto& part : read_only_parts(subject)) {
    list.push_back(bind(is_real_directory(common / part) ? common / part : layout.empty, common / part));
  }
  const fs::path link = subject.worktree / ".git";
  if (const auto status = os::status_of(link); status && status->type == os::FileType::regular)
    list.push_back(bind(link, link));
  return list;
}

base::Result<Facade> prepare(const Subject& subject, GuestRuns guest_runs) {
  Facade facade;
  TRY(check_subject(subject));
  const Layout layout = layout_of(subject);
  TRY(make_host_part(layout));
  const auto lock = TRY(lock_facade(layout));
  TRY(write_alternates(subject, layout));
  TRY_WITH(bring_up_to_date(subject, layout, lock, guest_runs, facade.notices),
           fmt::format("Could not prepare the sandbox's git directory '{}'", layout.root.string()));
  TRY(own_recorded_branch(subject, layout));
  TRY(make_mount_points(subject, TRY(os::Beneath::open(layout.git))));
  TRY(pin_base(subject, lock));
  facade.mounts = TRY(mounts(subject));
  return facade;
}

base::Result<> remove(const Subject& subject) {
  const Layout layout = layout_of(subject);
  if (!os::status_of(layout.root)) return {};
  const auto lock = TRY(lock_facade(layout));
  const auto runner = TRY(runner_of(subject)).without_worktree();
  std::vector<Move> pins;
  for (const auto& ref : TRY(git::list_refs(runner.repository(), pins_of(subject)))) {
    pins.push_back({.ref = ref.name, .before = ref.id, .after = {}});
  }
  if (!pins.empty()) TRY(update_refs(runner, lock, pins));
  return os::remove_tree(layout.root);
}

}  // namespace sandbox::quarantine
