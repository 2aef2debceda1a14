// The guard that keeps text for the multiplexer from being commands (SBX E7). Alone in its file, so that a test can
// show what happens without it.

#include "agent/icons.h"
#include "base/unicode.h"

namespace agent {

bool icon_allowed(std::string_view icon, IconOrigin origin) {
  if (icon.size() > 256 || !base::is_utf8(icon) || base::sanitise_line(icon) != icon) return false;
  if (icon.contains("#(") || icon.contains("#{")) return false;
  if (origin == IconOrigin::project && icon.find_first_of("#'\"$`\\;{}") != std::string_view::npos) return false;
  return base::display_width(icon_text(icon)) <= 8;
}

}  // namespace agent
