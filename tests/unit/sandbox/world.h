#pragma once
// Directories of a user's own for a test, gone at its end.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "os/files.h"
#include "os/paths.h"

namespace sandbox::test {

class World {
 public:
  World() {
    root = *os::real_path(*os::make_temporary_directory("/var/tmp", "wm-sandbox-"));
    paths.home = root / "home";
    paths.config = paths.home / ".config" / "workmux";
    paths.state = paths.home / ".local" / "state" / "workmux";
    paths.cache = paths.home / ".cache" / "workmux";
    paths.runtime = root / "run" / "workmux";
    for (const auto& path : {paths.home, paths.config, paths.state, paths.cache, paths.runtime}) {
      std::filesystem::create_directories(path);
    }
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() { (void)os::remove_tree(root); }

  std::filesystem::path file(const std::filesystem::path& relative, const std::string& text) const {
    const auto path = root / relative;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }
  std::filesystem::path directory(const std::filesystem::path& relative) const {
    std::filesystem::create_directories(root / relative);
    return root / relative;
  }

  std::filesystem::path root;
  os::Paths paths;
};

inline std::string text_of(const std::filesystem::path& path) {
  return os::read_file(path).value_or("<none>");
}

}  // namespace sandbox::test
