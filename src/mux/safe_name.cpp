#include "base/text.h"
#include "base/unicode.h"
#include "mux/safe_text.h"

namespace mux {

std::string safe_name(std::string_view text, size_t columns) {
  const std::string clean = base::sanitise_line(text);
  const std::string cut = base::truncate_to_width(base::trim(clean), columns);
  return cut.starts_with('-') ? " " + cut : cut;
}

}  // namespace mux
