#pragma once
// What the multiplexer says about a pane right now, in the agent layer's own words.

#include <cstdint>
#include <optional>
#include <string>

namespace agent {

struct LivePane {
  std::string id = {};  // "%12"
  std::optional<std::int64_t> pid =
      {};                    // tmux: the pane's root process; others: the foreground process; nothing: unknown
  std::string command = {};  // foreground command; empty: unknown
  std::string cwd = {};
  std::string title = {};
  std::string session = {};
  std::string window = {};
};

}  // namespace agent
