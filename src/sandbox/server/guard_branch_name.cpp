#include <algorithm>

#include "base/text.h"
#include "sandbox/server/authority.h"

namespace sandbox::server {

bool is_branch_name(std::string_view name) {
  if (name.empty() || name == "@" || name == "HEAD" || name.front() == '-' || name.ends_with('.')) return false;
  const auto forbidden = [](char c) {
    constexpr std::string_view kForbidden = " ~^:?*[\\\x7f";
    return static_cast<unsigned char>(c) < 0x20 || kForbidden.contains(c);
  };
  if (std::ranges::any_of(name, forbidden) || name.contains("..") || name.contains("@{")) return false;
  return std::ranges::none_of(base::split_views(name, '/'), [](std::string_view part) {
    return part.empty() || part.starts_with('.') || part.ends_with(".lock");
  });
}

}  // namespace sandbox::server
