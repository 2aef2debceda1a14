#include "workflow/add_describe.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

std::string branch_line(const AddPlan& plan) {
  const std::string branch = base::sanitise_line(plan.fresh.branch);
  switch (plan.fresh.start) {
    case git::Start::existing_branch:
      return fmt::format("  check out branch '{}'", branch);
    case git::Start::new_tracking_branch:
      return fmt::format("  create branch '{}' tracking '{}'", branch, base::sanitise_line(plan.base));
    case git::Start::new_branch:
      break;
  }
  return fmt::format("  create branch '{}' from '{}' ({})", branch, base::sanitise_line(plan.base),
                     plan.base_oid.substr(0, 12));
}

}  // namespace

void describe_add(const AddPlan& plan, const FilePlan& files, const config::Loaded& loaded, const AddRequest& request,
                  const Voice& voice) {
  voice.say(fmt::format("Would create worktree '{}' ({})", plan.handle, base::sanitise_line(plan.fresh.path.string())));
  voice.say(branch_line(plan));
  if (request.move) voice.say("  move the uncommitted changes of this worktree there");
  for (const PlannedFile& file : files.steps) {
    voice.say(fmt::format("  {} {}", file.operation == PlannedFile::Operation::copy ? "copy" : "link",
                          base::sanitise_line(file.path)));
  }
  if (files.claude_local) voice.say("  link CLAUDE.local.md");
  if (!request.skip_hooks && !request.guest) {
    for (const std::string& hook : loaded.config.post_create) voice.say("  run " + base::sanitise_line(hook));
  }
  voice.say(fmt::format("  open tmux {} '{}'{}", kind_of(plan.mode), base::sanitise_line(plan.full_name),
                        loaded.config.sandbox.enabled ? ", the agent in a sandbox" : ""));
}

}  // namespace workflow
