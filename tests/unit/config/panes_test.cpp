#include "config/panes.h"

#include <gtest/gtest.h>

namespace config {
namespace {

std::string failure(const std::vector<Pane>& panes) {
  const auto checked = validate_panes(panes);
  return checked ? "" : checked.error().message;
}

Pane split(std::optional<std::uint16_t> size = {}, std::optional<std::uint8_t> percentage = {},
           std::optional<std::uint32_t> target = {}) {
  Pane pane;
  pane.split = Split::vertical;
  pane.size = size;
  pane.percentage = percentage;
  pane.target = target;
  return pane;
}

TEST(Panes, AcceptsWhatIsRight) {
  EXPECT_EQ(failure({}), "");
  EXPECT_EQ(failure({Pane{}, split(12), split({}, 40, 0)}), "");
  EXPECT_EQ(failure(default_panes(FirstPane::agent)), "");
  EXPECT_EQ(default_panes(FirstPane::agent)[0].command, "<agent>");
  EXPECT_FALSE(default_panes(FirstPane::shell)[0].command);
}

TEST(Panes, NamesEachMistake) {
  EXPECT_EQ(failure({split()}), "First pane (index 0) cannot have a 'split' direction.");
  Pane sized;
  sized.size = 3;
  EXPECT_EQ(failure({sized}), "First pane (index 0) cannot have 'size' or 'percentage'.");
  EXPECT_EQ(failure({Pane{}, Pane{}}), "Pane 1 must have a 'split' direction specified.");
  EXPECT_EQ(failure({Pane{}, split(1, 2)}), "Pane 1 cannot have both 'size' and 'percentage' specified.");
  EXPECT_EQ(failure({Pane{}, split({}, 101)}), "Pane 1 has invalid percentage 101. Must be between 1 and 100.");
  EXPECT_EQ(failure({Pane{}, split(), split({}, {}, 2)}),
            "Pane 2 has invalid target 2. Target must reference a previously created pane (0-1).");
  Pane zoomed;
  zoomed.zoom = true;
  Pane second = split();
  second.zoom = true;
  EXPECT_EQ(failure({zoomed, second}), "Only one pane can have 'zoom: true' (found 2).");
}

TEST(Panes, WindowsArePrefixed) {
  EXPECT_EQ(validate_windows({}).error().message, "'windows' list must not be empty.");
  const Window unnamed{.name = {}, .panes = std::vector{Pane{}, Pane{}}};
  const Window named{.name = "code", .panes = std::vector{Pane{}, Pane{}}};
  EXPECT_EQ(validate_windows(std::vector{unnamed}).error().message,
            "Window 0 (unnamed): Pane 1 must have a 'split' direction specified.");
  EXPECT_EQ(validate_windows(std::vector{Window{}, named}).error().message,
            "Window 1 (code): Pane 1 must have a 'split' direction specified.");
}

TEST(Panes, BothKindsInOneFileAreRefused) {
  Config config;
  config.panes = {Pane{}};
  config.windows = {Window{}};
  EXPECT_FALSE(validate_targets(config));
  config.windows.reset();
  EXPECT_TRUE(validate_targets(config));
}

}  // namespace
}  // namespace config
