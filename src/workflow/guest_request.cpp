#include "workflow/guest_request.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "base/unicode.h"
#include "rpc/host_request.h"
#include "workflow/add.h"
#include "workflow/close.h"
#include "workflow/merge.h"

namespace workflow {

namespace {

// The first words of a prompt as a branch name: no model is asked on the host for a guest's text (SBX E22).
std::string name_from_prompt(std::string_view prompt) {
  constexpr size_t kLongestName = 40;
  std::string name = base::slug(prompt.substr(0, 200)).substr(0, kLongestName);
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "agent" : name;
}

base::Result<> spawn(const Setting& setting, const rpc::HostRequest& request, const rpc::SpawnAgent& spawn,
                     const Voice& voice) {
  AddRequest add;
  add.branch = spawn.branch_name.value_or(name_from_prompt(spawn.prompt));
  if (!spawn.prompt.empty()) add.prompt = spawn.prompt;
  add.background = spawn.background;
  add.skip_hooks = true;
  add.skip_pane_commands = spawn.no_pane_cmds;
  add.open_if_exists = spawn.open_if_exists;
  add.guest = AddRequest::Guest{.snapshot_id = request.caller.config_id};
  const Added added = TRY(workflow::add(setting, add, voice));
  voice.say(fmt::format("✓ Created worktree '{}'", base::sanitise_line(added.handle)));
  return {};
}

// From here on a lost client does not end us (SBX 8.4).
void become_uninterruptible() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const char mark = 1;
  (void)!::write(rpc::kCriticalDescriptor, &mark, 1);
}

base::Result<> merge(const Setting& setting, const rpc::HostRequest& request, const rpc::Merge& merge,
                     const Voice& voice) {
  MergeRequest wanted;
  wanted.name = merge.name;
  wanted.into = merge.into;
  if (merge.rebase) wanted.strategy = config::MergeStrategy::rebase;
  if (merge.squash) wanted.strategy = config::MergeStrategy::squash;
  wanted.ignore_uncommitted = merge.ignore_uncommitted;
  if (merge.keep) wanted.keep = true;
  if (merge.cleanup) wanted.keep = false;
  wanted.skip_verify = true;
  wanted.skip_hooks = true;
  wanted.notification = merge.notification;
  wanted.guest_snapshot = request.caller.config_id;
  become_uninterruptible();
  return workflow::merge(setting, wanted, voice);
}

}  // namespace

base::Result<> guest_request(const Setting& setting, std::string_view text, const Voice& voice) {
  const rpc::HostRequest request = TRY(rpc::host_request_from_json(text));
  if (const auto* wanted = std::get_if<rpc::SpawnAgent>(&request.request))
    return spawn(setting, request, *wanted, voice);
  if (const auto* wanted = std::get_if<rpc::Merge>(&request.request)) return merge(setting, request, *wanted, voice);
  return workflow::close(setting, std::get<rpc::Close>(request.request).name, voice);
}

}  // namespace workflow
