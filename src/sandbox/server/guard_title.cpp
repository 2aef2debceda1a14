#include "base/text.h"
#include "base/unicode.h"
#include "sandbox/server/authority.h"

namespace sandbox::server {

std::string clean_title(std::string_view title) {
  constexpr size_t kColumns = 128;
  const std::string line = base::sanitise_line(title);
  return base::truncate_to_width(base::trim(line), kColumns);
}

}  // namespace sandbox::server
