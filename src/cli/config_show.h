#pragma once
// `workmux config show`: the effective values as text (CLI 3.26, CLI-W35).

#include <string>

#include "config/load.h"

namespace cli {

enum class ShowOrigin { no, yes };

// One line a key, "KEY: VALUE", which is YAML; with the origin "  # FILE:LINE" or "  # default" behind it. Keys without
// a value are comments.
std::string shown_as_text(const config::Loaded& loaded, ShowOrigin origin);

// {KEY: VALUE, ...}; with the origin {KEY: {"value", "file", "line"}, ...}, file and line null for a default.
std::string shown_as_json(const config::Loaded& loaded, ShowOrigin origin);

}  // namespace cli
