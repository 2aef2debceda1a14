#pragma once
// Panes whose agent works no more although no hook said so (SBR 10): written by the sidebar's daemon, read by everyone
// who shows agents (AGT 5.1).

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

#include "base/result.h"

namespace agent {

// A file that was not renewed for this long says nothing.
inline constexpr std::int64_t kInterruptedSeconds = 15;

// Pane ids; none when the file is missing, corrupt or too old.
std::set<std::string> load_interrupted(const std::filesystem::path& state, const std::string& backend,
                                       const std::string& instance, std::int64_t now);

base::Result<> store_interrupted(const std::filesystem::path& state, const std::string& backend,
                                 const std::string& instance, const std::set<std::string>& panes, std::int64_t now);

}  // namespace agent
