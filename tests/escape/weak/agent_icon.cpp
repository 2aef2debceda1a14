#define icon_allowed real_icon_allowed
#include "agent/icon_guard.cpp"
#undef icon_allowed

#include "weak.h"

namespace agent {

bool icon_allowed(std::string_view icon, IconOrigin origin) {
  if (weak::is_left_out("agent_icon")) return true;
  return real_icon_allowed(icon, origin);
}

}  // namespace agent
