#include "workflow/hooks.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "os/process.h"

namespace workflow {

namespace {

std::string failure(HookKind kind, const std::string& command) {
  const std::string shown = base::sanitise(command);
  switch (kind) {
    case HookKind::post_create:
      return fmt::format("Failed to run post-create command: '{}'", shown);
    case HookKind::pre_merge:
      return fmt::format("Pre-merge hook failed: '{}'", shown);
    case HookKind::pre_remove:
      return fmt::format("Failed to run pre-remove command: '{}'", shown);
  }
  return {};
}

}  // namespace

os::Environment hook_environment(const os::Environment& environment, const HookContext& context) {
  os::Environment result = environment;
  result.set("WM_HANDLE", context.handle);
  result.set("WORKMUX_HANDLE", context.handle);
  result.set("WM_WORKTREE_PATH", context.worktree.string());
  result.set("WM_PROJECT_ROOT", context.project_root.string());
  result.set("WM_CONFIG_DIR", context.config_dir.string());
  result.set("WM_SOURCE_DIR", context.source_dir.string());
  result.set("WM_BRANCH_NAME", context.branch);
  if (!context.base_branch.empty()) result.set("WM_BASE_BRANCH", context.base_branch);
  if (!context.target_branch.empty()) result.set("WM_TARGET_BRANCH", context.target_branch);
  return result;
}

base::Result<> run_hooks(HookKind kind, const std::vector<std::string>& commands, const os::Environment& environment,
                         const HookContext& context) {
  if (commands.empty()) return {};
  // PATH may lead into a tree that a guest writes: this worktree or, beside it, another one (SBX E19).
  std::vector<std::filesystem::path> untrusted = {context.worktree};
  if (context.worktree != context.project_root) untrusted.push_back(context.worktree.parent_path());
  const auto bash = os::find_program("bash", environment.get("PATH").value_or(""), untrusted);
  if (!bash) return base::fail(failure(kind, commands.front()), "There is no program 'bash' on PATH.");
  for (const std::string& entry : commands) {
    os::Command command{.arguments = {bash->string(), "-c", entry},
                        .environment = hook_environment(environment, context)};
    command.directory = context.directory;
    command.stdin_stream = os::Stream::inherit;
    command.stdout_stream = os::Stream::inherit;
    command.stderr_stream = os::Stream::inherit;
    command.new_group = false;
    const os::Outcome outcome = TRY_WITH(os::run(command), failure(kind, entry));
    if (outcome.ok()) continue;
    base::Error error{.message = failure(kind, entry), .hint = "", .causes = {}};
    error.causes.push_back(outcome.signal != 0 ? fmt::format("It was ended by signal {}", outcome.signal)
                                               : fmt::format("It ended with exit code {}", outcome.exit_code));
    return std::unexpected(std::move(error));
  }
  return {};
}

}  // namespace workflow
