#define has_safe_characters real_has_safe_characters
#include "sandbox/server/guard_characters.cpp"
#undef has_safe_characters

#include "weak.h"

namespace sandbox::server {

bool has_safe_characters(std::string_view name) {
  if (weak::is_left_out("characters")) return true;
  return real_has_safe_characters(name);
}

}  // namespace sandbox::server
