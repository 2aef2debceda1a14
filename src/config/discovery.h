#pragma once
// Which files take part (CLI 5.1, 5.2; SBX E5 c).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"

namespace config {

struct FoundFile {
  std::filesystem::path path;  // resolved
  std::string text;
  std::filesystem::path relative;  // directory below the top of the tree it was found in
};

struct Discovery {
  std::optional<FoundFile> project;
  std::optional<FoundFile> guest_file;  // found in a tree that a guest writes, and not counted
  std::filesystem::path config_dir;
  std::filesystem::path source_dir;
  std::vector<Warning> warnings;
};

// Guard: may a project file at this resolved path act on the host, as far as its place is concerned?
bool counts_on_host(const std::filesystem::path& resolved, const std::vector<std::filesystem::path>& guest_writable);

base::Result<Discovery> discover_project(const Sources& sources);

}  // namespace config
