#pragma once
// The marker of a run in host state, as text. Internal to run_directory and sweep.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "os/paths.h"
#include "sandbox/run_directory.h"

namespace sandbox {

struct RunMarker {
  std::string name;
  std::filesystem::path directory;
  ProcessStamp supervisor;
  RunInfo info;
};

// `<runtime>/sandbox` and `<state>/sandbox/runs`.
std::filesystem::path runs_directory(const os::Paths& paths);
std::filesystem::path markers_directory(const os::Paths& paths);

std::string format_marker(const RunMarker& marker);
// Nothing for a text that is no marker, or that names a directory other than `<runs>/<name>`.
std::optional<RunMarker> parse_marker(std::string_view text, const std::filesystem::path& runs);

}  // namespace sandbox
