#define icon_mistake real_icon_mistake
#include "config/guard_icons.cpp"
#undef icon_mistake

#include "weak.h"

namespace config {

std::string icon_mistake(std::string_view icon, IconAuthor author) {
  if (weak::is_left_out("project_icon")) return {};
  return real_icon_mistake(icon, author);
}

}  // namespace config
