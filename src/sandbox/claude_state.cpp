#include "sandbox/claude_state.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/json.h"
#include "os/descriptor.h"
#include "os/files.h"
#include "os/lock.h"

namespace sandbox {
namespace {

// Members that make claude start programs, for every project.
constexpr const char* kServers = "mcpServers";
constexpr const char* kProjects = "projects";

base::Json read_object(const std::filesystem::path& file) {
  const auto text = os::read_file_if_exists(file);
  if (!text || !*text) return base::Json::object();
  auto json = base::parse_json(**text);
  return json && json->is_object() ? *std::move(json) : base::Json::object();
}

// In place, not by rename: a running sandbox has this very file bound.
base::Result<> rewrite(const std::filesystem::path& file, const std::string& text) {
  const os::Descriptor opened(open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!opened.valid()) return base::fail_errno("Could not write '" + file.string() + "'", errno);
  if (pwrite(opened.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      ftruncate(opened.get(), static_cast<off_t>(text.size())) != 0) {
    return base::fail_errno("Could not write '" + file.string() + "'", errno);
  }
  return {};
}

base::Result<os::FileLock> lock_for(const std::filesystem::path& record) {
  TRY(os::make_directories(record.parent_path()));
  return os::FileLock::acquire(record.string() + ".lock", std::chrono::seconds(5));
}

base::Json part(const base::Json& state, const char* name) {
  return state.contains(name) && state[name].is_object() ? state[name] : base::Json::object();
}

}  // namespace

std::string claude_state_seed() {
  return R"({"hasCompletedOnboarding":true,"bypassPermissionsModeAccepted":true})";
}

base::Result<> seed_claude_state(const std::filesystem::path& file) {
  if (os::status_of(file)) return {};
  TRY(os::make_directories(file.parent_path()));
  const auto made = os::create_file(file, claude_state_seed());
  // Another start may have made it in between.
  if (!made && !os::status_of(file)) return std::unexpected(made.error());
  return {};
}

base::Result<> reset_claude_state(const std::filesystem::path& file, const std::filesystem::path& record,
                                  const std::filesystem::path& project) {
  const auto lock = TRY(lock_for(record));
  const auto before = read_object(file);
  if (before.empty()) return {};  // empty or unreadable: claude's own business, nothing in it takes effect
  if (!os::status_of(record)) {
    const base::Json now = {{kServers, part(before, kServers)}, {kProjects, part(before, kProjects)}};
    return os::write_atomically(record, base::dump_json(now) + "\n");
  }
  const auto recorded = read_object(record);
  auto after = before;
  after[kServers] = part(recorded, kServers);
  if (after[kServers].empty() && !before.contains(kServers)) after.erase(kServers);
  auto projects = part(recorded, kProjects);
  const std::string own = project.string();
  const auto present = part(before, kProjects);
  if (present.contains(own)) projects[own] = present[own];
  if (!projects.empty() || before.contains(kProjects)) after[kProjects] = projects;
  if (after == before) return {};
  return rewrite(file, base::dump_json(after));
}

base::Result<> record_claude_state(const std::filesystem::path& file, const std::filesystem::path& record,
                                   const std::filesystem::path& project) {
  const auto lock = TRY(lock_for(record));
  const auto state = part(read_object(file), kProjects);
  const std::string own = project.string();
  if (!state.contains(own)) return {};
  auto recorded = read_object(record);
  auto projects = part(recorded, kProjects);
  if (projects.contains(own) && projects[own] == state[own]) return {};
  projects[own] = state[own];
  recorded[kProjects] = projects;
  if (!recorded.contains(kServers)) recorded[kServers] = base::Json::object();
  return os::write_atomically(record, base::dump_json(recorded) + "\n");
}

}  // namespace sandbox
