#include "config/value_types.h"

#include "base/text.h"

namespace config {

void Codec<StatusFormat>::read(const Node& node, StatusFormat& value, Reading& reading) {
  const bool is_scalar = node.kind == Node::Kind::scalar;
  if (is_scalar && node.text == "session") {
    value = StatusFormat::session;
  } else if (is_scalar && !node.quoted && looks_like_boolean(node.text)) {
    value = node.text == "true" ? StatusFormat::window : StatusFormat::off;
  } else {
    wrong_type(node, "a boolean or `session`", reading);
  }
}

base::Json Codec<StatusFormat>::write(StatusFormat value) {
  if (value == StatusFormat::session) return "session";
  return value == StatusFormat::window;
}

void Codec<SidebarLayout>::read(const Node& node, SidebarLayout& value, Reading& reading) {
  if (node.kind != Node::Kind::scalar) return wrong_type(node, "a string", reading);
  value = node.text == "compact" ? SidebarLayout::compact : SidebarLayout::tiles;
}

void read_sidebar_size(const Node& node, std::string_view name, std::optional<SidebarSize>& value, Reading& reading) {
  if (node.kind != Node::Kind::scalar) return wrong_type(node, "an integer, \"N\" or \"N%\"", reading);
  std::string_view text = base::trim(node.text);
  const bool percent = text.ends_with('%');
  if (percent) text = base::trim(text.substr(0, text.size() - 1));
  const auto number = integer_value(text);
  if (percent && !number) return reading.error(node, "invalid percentage");
  if (percent && (*number < 1 || *number > 100)) return reading.error(node, "percentage must be 1-100");
  if (!number) return reading.error(node, fmt::format("invalid {}", name));
  if (*number < 0) return reading.error(node, fmt::format("{} cannot be negative", name));
  constexpr auto kMost = std::numeric_limits<std::uint16_t>::max();
  if (*number > kMost) return reading.error(node, fmt::format("invalid {}: more than {}", name, kMost));
  value = SidebarSize{static_cast<std::uint16_t>(*number), percent};
}

base::Json write_sidebar_size(const std::optional<SidebarSize>& value) {
  if (!value) return nullptr;
  if (value->percent) return fmt::format("{}%", value->value);
  return value->value;
}

void NonBlankCodec::read(const Node& node, std::optional<std::string>& value, Reading& reading) {
  std::string text;
  Codec<std::string>::read(node, text, reading);
  value = base::trim(text).empty() ? std::nullopt : std::optional(text);
}

}  // namespace config
