#include "base/text.h"
#include "os/beneath_guard.h"

namespace os::detail {

bool is_plain_relative_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  for (const std::string_view name : base::split_views(path, '/')) {
    if (name.empty() || name == "." || name == "..") return false;
  }
  return true;
}

}  // namespace os::detail
