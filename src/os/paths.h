#pragma once
// Where our own files are (CLI 5.1, WT 2.2). XDG values that are empty or relative count as unset.

#include <filesystem>

#include "base/result.h"
#include "os/environment.h"

namespace os {

struct Paths {
  std::filesystem::path home;
  std::filesystem::path config;   // $XDG_CONFIG_HOME/workmux, default ~/.config/workmux
  std::filesystem::path state;    // $XDG_STATE_HOME/workmux, default ~/.local/state/workmux
  std::filesystem::path cache;    // $XDG_CACHE_HOME/workmux, default ~/.cache/workmux
  std::filesystem::path runtime;  // $XDG_RUNTIME_DIR/workmux; without one: <state>/run
};

// Computes the paths; creates nothing. HOME unset or relative: the home of the user database is not asked, it is an
// error that names HOME.
base::Result<Paths> standard_paths(const Environment& environment);

}  // namespace os
