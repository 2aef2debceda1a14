#include "config/panes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"

namespace config {

namespace {

base::Result<> validate_first_pane(const Pane& pane) {
  if (pane.split) return base::fail("First pane (index 0) cannot have a 'split' direction.");
  if (pane.size || pane.percentage) return base::fail("First pane (index 0) cannot have 'size' or 'percentage'.");
  return {};
}

base::Result<> validate_split_pane(const Pane& pane, size_t index) {
  if (!pane.split) return base::fail(fmt::format("Pane {} must have a 'split' direction specified.", index));
  if (pane.size && pane.percentage) {
    return base::fail(fmt::format("Pane {} cannot have both 'size' and 'percentage' specified.", index));
  }
  if (pane.percentage && (*pane.percentage < 1 || *pane.percentage > 100)) {
    return base::fail(
        fmt::format("Pane {} has invalid percentage {}. Must be between 1 and 100.", index, *pane.percentage));
  }
  if (pane.target && *pane.target >= index) {
    return base::fail(
        fmt::format("Pane {} has invalid target {}. Target must reference a previously created pane (0-{}).", index,
                    *pane.target, index - 1));
  }
  return {};
}

}  // namespace

base::Result<> validate_panes(std::span<const Pane> panes) {
  for (size_t i = 0; i < panes.size(); ++i) {
    TRY(i == 0 ? validate_first_pane(panes[i]) : validate_split_pane(panes[i], i));
  }
  const auto zoomed = std::ranges::count_if(panes, &Pane::zoom);
  if (zoomed > 1) return base::fail(fmt::format("Only one pane can have 'zoom: true' (found {}).", zoomed));
  return {};
}

base::Result<> validate_windows(std::span<const Window> windows) {
  if (windows.empty()) return base::fail("'windows' list must not be empty.");
  for (size_t i = 0; i < windows.size(); ++i) {
    if (!windows[i].panes) continue;
    const auto checked = validate_panes(*windows[i].panes);
    if (checked) continue;
    const std::string name = windows[i].name ? base::sanitise_line(*windows[i].name) : "unnamed";
    return base::fail(fmt::format("Window {} ({}): {}", i, name, checked.error().message));
  }
  return {};
}

base::Result<> validate_targets(const Config& config) {
  if (config.panes && config.windows) {
    return base::fail("'panes' and 'windows' cannot be set in the same configuration file.",
                      "Keep 'windows' for session mode, or 'panes' for a single window.");
  }
  if (config.windows) return validate_windows(*config.windows);
  if (config.panes) return validate_panes(*config.panes);
  return {};
}

std::vector<Pane> default_panes(FirstPane first) {
  Pane main;
  main.focus = true;
  if (first == FirstPane::agent) main.command = "<agent>";
  Pane shell;
  shell.command = "clear";
  shell.split = Split::horizontal;
  return {main, shell};
}

}  // namespace config
