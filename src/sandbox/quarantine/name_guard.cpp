#include "sandbox/quarantine/name_guard.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/refs.h"

namespace sandbox::quarantine {

bool acceptable_ref_name(std::string_view name) {
  if (name.size() > 1000 || !name.starts_with("refs/") || !git::is_valid_ref_name(name)) return false;
  if (!base::is_utf8(name) || base::sanitise(name) != name) return false;
  return std::ranges::none_of(base::split_views(name, '/'), [](std::string_view component) {
    return component.empty() || component.size() > 250 || component.starts_with('-');
  });
}

}  // namespace sandbox::quarantine
