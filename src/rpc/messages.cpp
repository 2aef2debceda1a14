#include "rpc/messages.h"

namespace rpc {

namespace {

struct TypeName {
  const char* operator()(const Heartbeat&) const { return "Heartbeat"; }
  const char* operator()(const SetStatus&) const { return "SetStatus"; }
  const char* operator()(const SetTitle&) const { return "SetTitle"; }
  const char* operator()(const SpawnAgent&) const { return "SpawnAgent"; }
  const char* operator()(const Exec&) const { return "Exec"; }
  const char* operator()(const Merge&) const { return "Merge"; }
  const char* operator()(const Close&) const { return "Close"; }
  const char* operator()(const ClipboardRead&) const { return "ClipboardRead"; }
};

}  // namespace

const char* type_name(const Request& request) {
  return std::visit(TypeName{}, request);
}

}  // namespace rpc
