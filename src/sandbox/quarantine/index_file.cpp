#include "sandbox/quarantine/index_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "os/files.h"
#include "os/process.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

base::Result<> link_file(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return {};
  return base::fail_errno(fmt::format("Could not create '{}'", to.string()), errno);
}

bool same_file(const std::optional<os::FileStatus>& a, const std::optional<os::FileStatus>& b) {
  return a && b && a->device == b->device && a->inode == b->inode;
}

}  // namespace

base::Result<> clean_up_new_index(const fs::path& git_dir) {
  const auto ours = os::status_of(git_dir / kNewIndex);
  const auto lock = git_dir / "index.lock";
  if (same_file(ours, os::status_of(lock))) TRY(os::remove_file(lock));
  if (ours) TRY(os::remove_file(git_dir / kNewIndex));
  return os::remove_file((git_dir / kNewIndex).string() + ".lock");  // of a killed read-tree
}

base::Result<> build_index(const git::Runner& runner, const os::FileLock& lock, const fs::path& git_dir,
                           const std::string& commit) {
  TRY(clean_up_new_index(git_dir));
  const fs::path built = git_dir / kNewIndex;
  const bool merge = os::status_of(git_dir / "index").has_value();
  if (merge) TRY(os::copy_file(git_dir / "index", built, 0600));
  git::RunOptions options;
  options.access = git::Access::write;
  options.directory = git_dir;
  options.environment = {{"GIT_INDEX_FILE", built.string()}};
  options.settings = {{"core.splitIndex", "false"}, {"index.sparse", "false"}, {"index.threads", "1"}};
  const std::vector<std::string> arguments =
      merge ? std::vector<std::string>{"read-tree", "-i", "-m", commit} : std::vector<std::string>{"read-tree", commit};
  os::Command command = runner.command(arguments, options);
  command.die_with_parent = true;
  command.descriptors = {{lock.descriptor(), kLockInChild}};
  const auto outcome = TRY(os::run(command));
  if (outcome.ok()) return {};
  return std::unexpected(
      git::failure(arguments, outcome).with(fmt::format("Could not rebuild the index of '{}'", git_dir.string())));
}

base::Result<> install_index(const fs::path& git_dir) {
  const fs::path built = git_dir / kNewIndex;
  const fs::path index = git_dir / "index";
  const fs::path lock = git_dir / "index.lock";
  if (const auto old = os::status_of(index)) TRY(os::set_mode(built, old->mode));
  // The lock is the new index itself: whoever finds it after a kill sees that it is ours (clean_up_new_index).
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (true) {
    const auto linked = link_file(built, lock);
    if (linked) break;
    if (!os::status_of(lock)) return linked;
    if (std::chrono::steady_clock::now() > end) {
      return base::fail(fmt::format("Could not update the index: '{}' exists", lock.string()),
                        "Another git process works in this worktree. If none does, delete the file.");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // lock files raise no event for those who wait
  }
  TRY(os::rename_path(lock, index));
  return os::remove_file(built);
}

}  // namespace sandbox::quarantine
