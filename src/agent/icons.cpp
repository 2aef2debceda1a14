#include "agent/icons.h"

namespace agent {

std::string_view default_icon(Status status) {
  switch (status) {
    case Status::working:
      return "\U0001f916";
    case Status::waiting:
      return "\U0001f4ac";
    case Status::done:
      return "\u2705";
  }
  return "";
}

std::string icon_for(Status status, const ConfiguredIcons& icons) {
  const std::optional<ConfiguredIcon>& configured = status == Status::working   ? icons.working
                                                    : status == Status::waiting ? icons.waiting
                                                                                : icons.done;
  if (configured && icon_allowed(configured->text, configured->origin)) return configured->text;
  return std::string(default_icon(status));
}

std::string icon_text(std::string_view icon) {
  std::string text;
  while (!icon.empty()) {
    const size_t begin = icon.find("#[");
    const size_t end = begin == std::string_view::npos ? begin : icon.find(']', begin);
    if (end == std::string_view::npos) break;  // an unclosed "#[" is text
    text += icon.substr(0, begin);
    icon.remove_prefix(end + 1);
  }
  return text.append(icon);
}

}  // namespace agent
