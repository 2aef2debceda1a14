#pragma once
// Status icons (AGT 3, config `status_icons`). Values may come from a project, so they are checked before they reach a
// multiplexer (SBX E7).

#include <optional>
#include <string>
#include <string_view>

#include "agent/state.h"

namespace agent {

// Who wrote an icon: style codes #[...] are for the global configuration only.
enum class IconOrigin { global, project };

// The guard: at most 8 cells without style codes, valid UTF-8, no controls, no "#(", no "#{"; from a project no "#",
// quotes, "$", "`", "\" or ";" either.
bool icon_allowed(std::string_view icon, IconOrigin origin);

struct ConfiguredIcon {
  std::string text = {};
  IconOrigin origin = IconOrigin::global;
};

struct ConfiguredIcons {
  std::optional<ConfiguredIcon> working = {};
  std::optional<ConfiguredIcon> waiting = {};
  std::optional<ConfiguredIcon> done = {};
};

// U+1F916, U+1F4AC, U+2705.
std::string_view default_icon(Status status);

// The configured icon where it is allowed, else the default one.
std::string icon_for(Status status, const ConfiguredIcons& icons);

// Without style codes #[...]: for tables and pipes (CLI-W25).
std::string icon_text(std::string_view icon);

}  // namespace agent
