#pragma once
// Preferences and the memory of navigation (AGT 5.4): settings.json, shared by all multiplexers, and one navigation
// file per multiplexer server (AGT-W21).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "agent/state.h"
#include "base/json.h"
#include "base/result.h"

namespace agent {

struct Settings {
  std::string sort_mode = {};  // priority, project, recency, natural; empty: default
  bool hide_stale = false;
  std::optional<std::int64_t> preview_size = {};  // 10 to 90
  std::string dashboard_scope = {};               // all, session
  std::string worktree_sort_mode = {};            // natural, age
  std::string sidebar_layout = {};                // compact, tiles
  std::optional<bool> sidebar_group_by_session = {};
  std::optional<std::int64_t> sidebar_width = {};
  std::optional<std::int64_t> sidebar_height = {};
  base::Json extra = base::Json::object();  // everything else in the file, kept on rewriting
};

// Unknown words and wrong types count as unset; a missing or corrupt file gives the defaults and is not touched.
Settings load_settings(const std::filesystem::path& state);

// Reads, changes and writes settings.json under a lock.
base::Result<> update_settings(const std::filesystem::path& state, const std::function<void(Settings&)>& change);

struct DoneCycle {
  PaneKey target = {};
  std::optional<std::int64_t> head_ts = {};
};

struct Navigation {
  std::optional<std::string> last_pane_id = {};  // for last-agent
  std::optional<DoneCycle> last_done_cycle = {};
};

// Of one multiplexer server; nothing remembered when missing or corrupt.
Navigation load_navigation(const std::filesystem::path& state, const std::string& backend, const std::string& instance);
base::Result<> update_navigation(const std::filesystem::path& state, const std::string& backend,
                                 const std::string& instance, const std::function<void(Navigation&)>& change);

}  // namespace agent
