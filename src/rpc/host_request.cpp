#include "rpc/host_request.h"

#include <fmt/format.h>

#include "base/json.h"
#include "rpc/codec.h"
#include "rpc/json_fields.h"
#include "rpc/wire_json.h"

namespace rpc {

namespace {

using base::Json;

struct Verb {
  const char* operator()(const SpawnAgent&) const { return "spawn"; }
  const char* operator()(const Merge&) const { return "merge"; }
  const char* operator()(const Close&) const { return "close"; }
};

base::Result<Caller> caller_from_json(const Json& object) {
  Fields fields(object, "sandbox");
  Caller caller;
  caller.worktree = fields.text("worktree", kWordLimit);
  caller.sandbox_id = fields.text("id", kWordLimit);
  caller.root_id = fields.text("root", kWordLimit);
  caller.config_id = fields.text("config", kWordLimit);
  const auto depth = fields.optional_integer("depth", 0, 1000);
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  if (!depth) return base::fail("The member \"depth\" of the sandbox is missing");
  if (!caller.worktree.starts_with('/')) return base::fail("The worktree of the sandbox is no absolute path");
  caller.depth = static_cast<int>(*depth);
  return caller;
}

}  // namespace

const char* verb_of(const HostRequest& request) {
  return std::visit(Verb{}, request.request);
}

std::string to_json(const HostRequest& request) {
  const Caller& caller = request.caller;
  const Request wire = std::visit([](const auto& r) { return Request(r); }, request.request);
  const Json object = {{"verb", verb_of(request)},
                       {"sandbox",
                        {{"worktree", caller.worktree},
                         {"id", caller.sandbox_id},
                         {"root", caller.root_id},
                         {"config", caller.config_id},
                         {"depth", caller.depth}}},
                       {"request", request_to_json(wire)}};
  return base::dump_json(object) + "\n";
}

base::Result<HostRequest> host_request_from_json(std::string_view text) {
  // The envelope is small; a request of the largest size may grow by escaping.
  const Json object = TRY(base::parse_json(text, {.depth = kMessageDepth + 1, .bytes = 8 * kLineLimit}));
  Fields fields(object, "host request");
  const std::string verb = fields.text("verb", kWordLimit);
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  HostRequest result;
  result.caller = TRY(caller_from_json(object.value("sandbox", Json())));
  Request request = TRY(request_from_json(object.value("request", Json())));
  if (auto* spawn = std::get_if<SpawnAgent>(&request)) {
    result.request = std::move(*spawn);
  } else if (auto* merge = std::get_if<Merge>(&request)) {
    result.request = std::move(*merge);
  } else if (auto* close = std::get_if<Close>(&request)) {
    result.request = std::move(*close);
  } else {
    return base::fail("The host request is neither spawn, merge nor close");
  }
  if (verb != verb_of(result)) return base::fail("The verb of the host request is unknown or not that of its request");
  return result;
}

}  // namespace rpc
