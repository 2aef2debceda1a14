#pragma once
// What the guest may ask for (SBX E7, E8, E12). Every function here is pure and decides before anything is done; each
// guard has a .cpp of its own, so that a test can link a weakened one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/sandbox_config.h"
#include "rpc/messages.h"

namespace sandbox::server {

// sandbox.rpc.* (CLI 6.12). `max_live`: agents below one root sandbox at the same time; `max_depth`: a spawned agent is
// one deeper than its parent, a root has depth 0; `per_hour`: spawns of one supervisor.
using Permission = config::RpcAnswer;
using RpcPolicy = config::SandboxRpc;

// A worktree as the host's record knows it.
struct Relative {
  std::string handle;
  std::string branch;
  // Where it merges to without being told: the recorded base if that branch exists, else the main branch. Empty:
  // unknown, then every merge is a question.
  std::string base;
  bool is_main = false;  // the main checkout
};

// The sandbox's own worktree and those of the agents it spawned, directly or through others.
struct Family {
  Relative self;
  std::vector<Relative> descendants;
  int live = 0;  // agents that live below the same root sandbox
};

struct Decision {
  enum class Kind { allow, ask, refuse };
  Kind kind = Kind::refuse;
  std::string reason;  // ask: the question's subject; refuse: the message for the guest

  static Decision allowed() { return {Kind::allow, {}}; }
  static Decision question(std::string subject) { return {Kind::ask, std::move(subject)}; }
  static Decision refused(std::string why) { return {Kind::refuse, std::move(why)}; }
};

// E8: ^[A-Za-z0-9][A-Za-z0-9._/+@-]{0,199}$.
bool has_safe_characters(std::string_view name);

// The rules of `git check-ref-format --branch` for a literal name, without running git.
bool is_branch_name(std::string_view name);

// Both of the above.
bool is_safe_name(std::string_view name);

// Host commands (SBX 10.2): ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$, not "_shim", and listed in `allowed`.
bool may_execute(std::string_view command, const std::vector<std::string>& allowed);

// The lower-case status word (working, waiting, done, clear), any case accepted; nothing for another text.
std::optional<std::string> status_word(std::string_view text);

// A title without controls, escapes, bidirectional and invisible characters, on one line, at most 128 columns; may be
// empty.
// '#' stays: doubling it is the multiplexer's business (E7).
std::string clean_title(std::string_view title);

// Own worktree or a descendant's into its base is allowed; anything else that exists is a question.
Decision judge_merge(const rpc::Merge& merge, const Family& family, Permission permission);
// Own worktree or a descendant's.
Decision judge_close(const rpc::Close& close, const Family& family, Permission permission);
// `depth`: of the caller. `in_last_hour`: spawns of this supervisor so far.
Decision judge_spawn(const rpc::SpawnAgent& spawn, const Family& family, const RpcPolicy& policy, int depth,
                     int in_last_hour);

// The branch that a judged merge goes to: `into`, else the base of the worktree that is merged.
std::optional<std::string> merge_target(const rpc::Merge& merge, const Family& family);

// The member of the family that `name` means by handle, else by branch.
const Relative* find_relative(const Family& family, std::string_view name);

}  // namespace sandbox::server
