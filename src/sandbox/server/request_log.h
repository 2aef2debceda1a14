#pragma once
// What the log says about a request: type, sizes and an escaped beginning of its texts, never a whole prompt (SBX 8.5).

#include <string>
#include <string_view>

#include "rpc/messages.h"

namespace sandbox::server {

// One line; every text in it is sanitised and cut to 80 columns.
std::string describe_request(const rpc::Request& request);

// `text` with every appearance of `token` replaced, for lines that quote a guest which knows the token.
std::string without_token(std::string_view text, std::string_view token);

}  // namespace sandbox::server
