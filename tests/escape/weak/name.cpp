#define safe_name real_safe_name
#include "mux/safe_name.cpp"
#undef safe_name

#include "weak.h"

namespace mux {

std::string safe_name(std::string_view text, size_t columns) {
  if (weak::is_left_out("name")) return std::string(text);
  return real_safe_name(text, columns);
}

}  // namespace mux
