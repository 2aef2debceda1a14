#include "base/text.h"
#include "mux/safe_text.h"

namespace mux {

std::string escape_format(std::string_view text) {
  return base::replace_all(text, "#", "##");
}

}  // namespace mux
