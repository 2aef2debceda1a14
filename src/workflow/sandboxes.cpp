#include "workflow/sandboxes.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/container/stop.h"
#include "sandbox/quarantine/facade.h"
#include "sandbox/subject.h"
#include "sandbox/sweep.h"

namespace workflow {

namespace {

// A container that does not end by itself takes two seconds, and what it committed is taken over after that.
constexpr std::chrono::milliseconds kPatience{10000};

// A subject needs only these parts of a snapshot.
sandbox::quarantine::Subject subject_for(const Setting& setting, const git::Repository& repository,
                                         const std::filesystem::path& path, const std::filesystem::path& admin,
                                         const std::string& branch) {
  sandbox::Snapshot snapshot;
  snapshot.worktree = path;
  snapshot.common_dir = repository.common_dir;
  snapshot.git_dir = admin;
  snapshot.handle = path.filename().string();
  snapshot.project_id = repository.project_id;
  snapshot.branch = branch;
  return sandbox::subject_of(snapshot, setting.paths, setting.environment);
}

}  // namespace

void put_dead_sandboxes_away(const World& world) {
  const auto& setting = world.setting;
  const auto left = sandbox::container::sweep_containers({setting.paths, setting.environment, world.guest_writable()});
  (void)sandbox::sweep_runs(setting.paths);
  for (const auto& line : left) {
    if (setting.log != nullptr) setting.log->warning(line);
  }
}

std::optional<sandbox::quarantine::Subject> quarantine_of(const World& world, const git::Worktree& worktree) {
  const git::WorktreeRecord* record = world.record_of(worktree.handle());
  const auto path = os::real_path(worktree.path).value_or(worktree.path);
  auto subject = subject_for(world.setting, world.repository, path, worktree.git_dir,
                             record != nullptr ? record->branch : worktree.branch);
  if (!os::status_of(subject.facade)) return std::nullopt;
  return subject;
}

base::Result<std::optional<sandbox::quarantine::Report>> import_work(const World& world,
                                                                     const git::Worktree& worktree) {
  const auto subject = quarantine_of(world, worktree);
  if (!subject) return std::nullopt;
  return TRY_WITH(sandbox::quarantine::import(*subject),
                  "Could not bring home what the sandbox of '" + worktree.handle() + "' committed");
}

base::Result<> report_import(const World& world, const git::Worktree& worktree, bool force, const Voice& voice) {
  auto report = import_work(world, worktree);
  if (!report && force) {
    voice.warn(base::sanitise(report.error().message));
    return {};
  }
  if (!report) return std::unexpected(std::move(report).error());
  if (!*report || (*report)->held.empty()) return {};
  for (const auto& held : (*report)->held) {
    voice.warn(fmt::format("  {}: {}", base::sanitise_line(held.ref), base::sanitise_line(held.reason)));
  }
  if (force) {
    voice.warn("Held back from the sandbox (see above); --force goes on without it.");
    return {};
  }
  return base::fail(fmt::format("The sandbox of '{}' holds work that was not taken over", worktree.handle()),
                    "Look at it inside the sandbox, or go on without it with --force.");
}

void stop_sandboxes(const Setting& setting, std::string_view project_id, std::string_view handle) {
  sandbox::stop_runs(setting.paths, project_id, handle, kPatience);
  sandbox::container::stop_marked({setting.paths, setting.environment, {}}, project_id, handle);
}

base::Result<> forget_sandbox(const Setting& setting, const git::Repository& repository,
                              const std::filesystem::path& path, const std::filesystem::path& admin) {
  const auto subject = subject_for(setting, repository, path, admin, "");
  if (os::status_of(subject.facade)) TRY(sandbox::quarantine::remove(subject));
  return sandbox::remove_snapshots(setting.paths.state, subject.project_id, subject.handle);
}

}  // namespace workflow
