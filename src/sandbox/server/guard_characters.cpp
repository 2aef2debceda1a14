#include <algorithm>

#include "sandbox/server/authority.h"

namespace sandbox::server {

// No leading dash or dot, no shell or path trick, no control: what passes can be an argument, a path component and a
// word of a command line (E8).
bool has_safe_characters(std::string_view name) {
  const auto is_alphanumeric = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  constexpr std::string_view kOthers = "._/+@-";
  if (name.empty() || name.size() > 200 || !is_alphanumeric(name.front())) return false;
  return std::ranges::all_of(name, [&](char c) { return is_alphanumeric(c) || kOthers.contains(c); });
}

}  // namespace sandbox::server
