// Guard: what may stand in sandbox.network.allowed_domains. An entry that means more than its author sees opens the
// network.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "config/scalar.h"
#include "config/validate.h"

namespace config {

namespace {

// Anything a resolver would take for an address: dotted quads, IPv6 with or without brackets, and the short and numeric
// forms of IPv4 ("127.1", "0x7f000001").
bool is_address(std::string_view host) {
  if (host.starts_with('[') || host.find(':') != std::string_view::npos) return true;
  const size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.starts_with('+') || last.starts_with('-')) return false;
  return looks_like_integer(last) || last.starts_with("0x") || last.starts_with("0X");
}

}  // namespace

base::Result<> check_domain(const AllowedDomain& domain) {
  const std::string& host = domain.host;
  if (base::trim(host).empty()) return base::fail("empty domain not allowed in allowed_domains");
  const bool preset = host.starts_with('@');
  const bool wildcard = host.starts_with("*.");
  if (!preset) {
    if (is_address(host)) return base::fail(fmt::format("IP literals not allowed in allowed_domains: {}", host));
    if (host.ends_with('.')) return base::fail(fmt::format("trailing dot not allowed in domain: {}", host));
    const std::string_view suffix = std::string_view(host).substr(wildcard ? 2 : 0);
    if (suffix.empty() || suffix.starts_with('.') || suffix.find('*') != std::string_view::npos) {
      return base::fail(fmt::format("invalid wildcard pattern (must be *.suffix): {}", host));
    }
  }
  if (domain.allow_private_ips && (wildcard || preset)) {
    return base::fail(fmt::format("allow_private_ips is only allowed for exact domains: {}", host));
  }
  return {};
}

}  // namespace config
