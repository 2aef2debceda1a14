#include "sandbox/server/request_log.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"

namespace sandbox::server {

namespace {

std::string beginning(std::string_view text) {
  // Cutting first keeps the work small; a cut character becomes U+FFFD.
  return base::truncate_to_width(base::sanitise_line(text.substr(0, 512)), 80);
}

struct Details {
  std::string operator()(const rpc::Heartbeat&) const { return ""; }
  std::string operator()(const rpc::SetStatus& r) const { return fmt::format(" '{}'", beginning(r.status)); }
  std::string operator()(const rpc::SetTitle& r) const {
    return fmt::format(" {} bytes '{}'", r.title.size(), beginning(r.title));
  }
  std::string operator()(const rpc::SpawnAgent& r) const {
    return fmt::format(" '{}' prompt {} bytes '{}'", beginning(r.branch_name.value_or("(auto-named)")), r.prompt.size(),
                       beginning(r.prompt));
  }
  std::string operator()(const rpc::Exec& r) const {
    return fmt::format(" '{}' with {} arguments '{}'", beginning(r.command), r.arguments.size(),
                       beginning(base::join(r.arguments, " ")));
  }
  std::string operator()(const rpc::Merge& r) const {
    return fmt::format(" '{}' into '{}'", beginning(r.name), beginning(r.into.value_or("(base)")));
  }
  std::string operator()(const rpc::Close& r) const { return fmt::format(" '{}'", beginning(r.name)); }
  std::string operator()(const rpc::ClipboardRead& r) const { return fmt::format(" '{}'", beginning(r.mime)); }
};

}  // namespace

std::string describe_request(const rpc::Request& request) {
  return rpc::type_name(request) + std::visit(Details{}, request);
}

std::string without_token(std::string_view text, std::string_view token) {
  return base::replace_all(text, token, "<redacted>");
}

}  // namespace sandbox::server
