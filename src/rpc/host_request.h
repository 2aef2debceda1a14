#pragma once
// What the supervisor hands to the host program `workmux _guest-request`: one JSON object on its stdin, never
// command-line flags, so that no text of a guest can become an option (SBX E8).
//
// {"verb":"merge","sandbox":{"worktree":"/w/app__worktrees/fix","id":"...","root":"...","config":"...","depth":1},
//  "request":{"type":"Merge","name":"fix","into":"main",...}}
//
// `request` is the wire form of the request after authorisation: names checked, `into` always the branch that was
// authorised, no_verify and no_hooks always true for Merge.
//
// The child may call itself uninterruptible by blocking SIGTERM and then writing any byte to descriptor 3
// (kCriticalDescriptor): from then on a lost client no longer ends it (SBX 8.4).

#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "rpc/messages.h"

namespace rpc {

constexpr int kCriticalDescriptor = 3;

// Who asks, as the supervisor knows it; nothing of this comes from the guest.
struct Caller {
  std::string worktree;    // canonical host path of the sandbox's worktree
  std::string sandbox_id;  // of this supervisor
  std::string root_id;     // of the sandbox that the user started and this one descends from; itself for a root
  std::string config_id;   // id of the trusted configuration snapshot (SBX E5)
  int depth = 0;           // 0: started by the user; a spawned agent is one deeper
};

struct HostRequest {
  Caller caller;
  std::variant<SpawnAgent, Merge, Close> request;
};

// "spawn", "merge", "close".
const char* verb_of(const HostRequest& request);

// One line, with a newline.
std::string to_json(const HostRequest& request);
// Errors: no such object, an unknown verb, a request of another verb, a worktree that is not absolute, a negative
// depth.
base::Result<HostRequest> host_request_from_json(std::string_view text);

}  // namespace rpc
