#define safe_icon real_safe_icon
#include "mux/safe_icon.cpp"
#undef safe_icon

#include "weak.h"

namespace mux {

std::string safe_icon(std::string_view icon) {
  if (weak::is_left_out("icon")) return std::string(icon);
  return real_safe_icon(icon);
}

}  // namespace mux
