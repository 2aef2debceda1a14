#define drop_unsafe_icons real_drop_unsafe_icons
#include "config/guard_icons.cpp"
#undef drop_unsafe_icons

#include "weak.h"

namespace config {

std::vector<IgnoredKey> drop_unsafe_icons(Node& root, IconAuthor author) {
  if (weak::is_left_out("project_icon")) return {};
  return real_drop_unsafe_icons(root, author);
}

}  // namespace config
