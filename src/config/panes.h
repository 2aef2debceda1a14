#pragma once
// Checks of panes, windows and layouts before anything is created (CLI 6.2, 6.3), and the default panes (CLI 5.4).

#include <span>
#include <vector>

#include "base/result.h"
#include "config/config.h"

namespace config {

// The rules of CLI 6.2 with their texts. An empty list is fine (one plain shell).
base::Result<> validate_panes(std::span<const Pane> panes);

// An empty list is refused; problems of panes are prefixed "Window <i> (<name or unnamed>): ".
base::Result<> validate_windows(std::span<const Window> windows);

// What the configuration as a whole would create: not both kinds, and each kind valid.
base::Result<> validate_targets(const Config& config);

// CLI 5.4 rule 1: an agent pane and a shell, or two shells.
enum class FirstPane { agent, shell };
std::vector<Pane> default_panes(FirstPane first);

}  // namespace config
