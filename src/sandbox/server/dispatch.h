#pragma once
// From a decoded request to its replies: authorise, act, answer. One object serves all connections.

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "rpc/codec.h"
#include "rpc/messages.h"
#include "sandbox/server/actions.h"
#include "sandbox/server/server.h"

namespace sandbox::server {

// The way back to one client. `patience`: how long to wait for a client that does not read, 0 for as long as it is
// there; what cannot be sent is dropped.
using Answer = std::function<void(const rpc::Reply&, std::chrono::milliseconds patience)>;

class Dispatcher {
 public:
  // Both must outlive this.
  Dispatcher(const ServerOptions& options, Actions& actions) : options_(options), actions_(actions) {}

  // Sends every reply of the request. `chunks`: what the client understands of Exec's output.
  void handle(const rpc::Request& request, rpc::Chunks chunks, const Answer& answer, const CancelToken& cancel);

 private:
  struct Call;  // one request on its way
  class LiveSpawn;

  rpc::Reply handle(const rpc::Heartbeat& request, const Call& call);
  rpc::Reply handle(const rpc::SetStatus& request, const Call& call);
  rpc::Reply handle(const rpc::SetTitle& request, const Call& call);
  rpc::Reply handle(const rpc::SpawnAgent& request, const Call& call);
  rpc::Reply handle(const rpc::Exec& request, const Call& call);
  rpc::Reply handle(const rpc::Merge& request, const Call& call);
  rpc::Reply handle(const rpc::Close& request, const Call& call);
  rpc::Reply handle(const rpc::ClipboardRead& request, const Call& call);

  // Nothing when the decision is yes, by itself or by the user's answer.
  std::optional<rpc::Reply> refusal(const Decision& decision, const Call& call);

  const ServerOptions& options_;
  Actions& actions_;
  std::mutex mutex_;
  std::string last_status_;
  std::chrono::steady_clock::time_point last_status_at_;
  std::deque<std::chrono::steady_clock::time_point> spawns_;  // within the last hour
  int starting_ = 0;                                          // spawns that run now and do not yet count as alive
};

}  // namespace sandbox::server
