#pragma once
// Requests as JSON values, for the two texts that hold them: the wire and the host child's input.

#include "base/json.h"
#include "base/result.h"
#include "rpc/messages.h"

namespace rpc {

// Arrays and objects inside one another that a message may have.
constexpr size_t kMessageDepth = 8;

base::Json request_to_json(const Request& request);
base::Result<Request> request_from_json(const base::Json& object);

}  // namespace rpc
