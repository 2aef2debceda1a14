#include <algorithm>

#include "sandbox/server/authority.h"

namespace sandbox::server {

bool may_execute(std::string_view command, const std::vector<std::string>& allowed) {
  const auto is_alphanumeric = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  constexpr std::string_view kOthers = "._-";
  if (command.empty() || command.size() > 64 || !is_alphanumeric(command.front())) return false;
  if (!std::ranges::all_of(command, [&](char c) { return is_alphanumeric(c) || kOthers.contains(c); })) return false;
  return std::ranges::find(allowed, command) != allowed.end();
}

}  // namespace sandbox::server
