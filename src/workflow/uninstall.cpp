#include "workflow/uninstall.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "os/files.h"
#include "sandbox/sweep.h"
#include "workflow/setup.h"

namespace workflow {

namespace {

using agent::hooks::DryRun;

class Uninstaller {
 public:
  Uninstaller(const Setting& setting, DryRun dry_run, const UninstallLine& line)
      : setting_(setting), dry_run_(dry_run), line_(line) {}

  std::vector<std::string> run() {
    // A dry run waits for nobody, and makes no file.
    const auto lock = dry_run_ == DryRun::yes ? base::Result<os::FileLock>() : lock_setup(setting_);
    if (!lock) return {describe("setup", lock.error())};
    const SetupPlaces from = setup_places(setting_);
    for (const agent::hooks::Agent agent : agent::hooks::all_agents()) remove_hooks(from, agent);
    for (const agent::hooks::Agent agent : agent::hooks::all_agents()) remove_skills(from, agent);
    remove_cache();
    remove_state();
    return std::move(errors_);
  }

 private:
  static std::string describe(std::string_view subject, const base::Error& error) {
    return fmt::format("{}: {}", subject,
                       error.causes.empty() ? error.message : error.message + ": " + error.causes[0]);
  }

  void remove_hooks(const SetupPlaces& from, agent::hooks::Agent agent) {
    report(display_name_of(agent), agent::hooks::uninstall(agent, from.places, dry_run_));
  }

  void remove_skills(const SetupPlaces& from, agent::hooks::Agent agent) {
    const auto directory = agent::skills::skills_directory(agent, from.places);
    if (directory) report(display_name_of(agent), agent::skills::uninstall(*directory, dry_run_));
  }

  void report(std::string_view name, const base::Result<std::vector<std::string>>& done) {
    if (!done) errors_.push_back(describe(name, done.error()));
    for (const std::string& text : done.value_or(std::vector<std::string>())) line_(name, text);
  }

  void remove_directory(std::string_view name, const std::filesystem::path& directory) {
    const auto status = os::status_of(directory);
    if (!status) return;
    const auto removed = dry_run_ == DryRun::yes ? base::Result<>() : os::remove_tree(directory);
    if (!removed) return errors_.push_back(describe(name, removed.error()));
    line_(name, fmt::format("{} {}", dry_run_ == DryRun::yes ? "Would remove" : "Removed", directory.string()));
  }

  void remove_cache() { remove_directory("cache", setting_.paths.cache); }

  void remove_state() {
    if (const auto reason = why_state_stays()) {
      errors_.push_back(*reason);
      return;
    }
    remove_directory("state", setting_.paths.state);
  }

  // What sandboxes hold may not be home yet, and without the records nobody knows any more which trees they can write.
  std::optional<std::string> why_state_stays() const {
    if (!sandbox::live_runs(setting_.paths, "", "").empty())
      return "state: sandboxes still run: end them with `workmux close`";
    size_t count = 0;
    const std::filesystem::path facades = setting_.paths.state / "sandbox" / "git";
    for (const std::string& project : os::list_directory(facades))
      count += os::list_directory(facades / project).size();
    if (count == 0) return std::nullopt;
    return fmt::format("state: {} still belong{} to a sandbox: end {} with `workmux merge` or `workmux remove`",
                       base::counted(count, "worktree", "worktrees"), count == 1 ? "s" : "",
                       count == 1 ? "it" : "them");
  }

  const Setting& setting_;
  DryRun dry_run_;
  const UninstallLine& line_;
  std::vector<std::string> errors_;
};

}  // namespace

std::vector<std::string> uninstall(const Setting& setting, DryRun dry_run, const UninstallLine& line) {
  return Uninstaller(setting, dry_run, line).run();
}

}  // namespace workflow
