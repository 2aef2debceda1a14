// Guard: status icons become part of a tmux format, where "#(" runs a command (SBX E7).
#include <fmt/format.h>

#include "base/unicode.h"
#include "config/guards.h"

namespace config {

namespace {

constexpr size_t kWidestIcon = 8;  // cells, style codes not counted

std::string without_style_codes(std::string_view icon) {
  std::string plain;
  while (!icon.empty()) {
    const size_t open = icon.find("#[");
    plain += icon.substr(0, open);
    const size_t close = open == std::string_view::npos ? open : icon.find(']', open);
    if (close == std::string_view::npos) break;
    icon.remove_prefix(close + 1);
  }
  return plain;
}

}  // namespace

std::string icon_mistake(std::string_view icon, IconAuthor author) {
  if (base::sanitise_line(icon) != icon) return "control characters";
  if (icon.find("#(") != std::string_view::npos || icon.find("#{") != std::string_view::npos) return "a tmux format";
  const std::string plain = without_style_codes(icon);
  if (author == IconAuthor::project && plain != icon) return "style codes, which only the global config may use";
  if (base::display_width(plain) > kWidestIcon) return fmt::format("more than {} cells", kWidestIcon);
  return {};
}

}  // namespace config
