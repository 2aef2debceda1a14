#define escape_format real_escape_format
#include "mux/escape_format.cpp"
#undef escape_format

#include "weak.h"

namespace mux {

std::string escape_format(std::string_view text) {
  if (weak::is_left_out("format")) return std::string(text);
  return real_escape_format(text);
}

}  // namespace mux
