#pragma once
// A temporary home with a global directory, a repository and a linked worktree, for tests of loading.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "config/load.h"
#include "os/files.h"

namespace config::testing {

namespace fs = std::filesystem;

class ConfigFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    root = os::make_temporary_directory(fs::temp_directory_path(), "workmux-config-").value();
    root = os::real_path(root).value();
    for (const char* directory : {"home/.config/workmux", "w/app/.git", "w/app/svc/deep", "w/app__worktrees/f/svc"}) {
      fs::create_directories(root / directory);
    }
    write("w/app__worktrees/f/.git", "gitdir: " + (root / "w/app/.git/worktrees/f").string() + "\n");
    sources.home = root / "home";
    sources.global_dir = root / "home/.config/workmux";
    sources.main_worktree = root / "w/app";
    sources.current_worktree = root / "w/app";
    sources.current_directory = root / "w/app";
  }
  void TearDown() override { fs::remove_all(root); }

  void write(const fs::path& file, std::string_view text) const {
    fs::create_directories((root / file).parent_path());
    std::ofstream(root / file, std::ios::binary) << text;
  }
  std::string read(const fs::path& file) const {
    std::ostringstream text;
    text << std::ifstream(root / file, std::ios::binary).rdbuf();
    return text.str();
  }
  void global(std::string_view text) const { write("home/.config/workmux/config.yaml", text); }
  void project(std::string_view text) const { write("w/app/.workmux.yaml", text); }
  void in_linked_worktree(const fs::path& below = {}) {
    sources.current_worktree = root / "w/app__worktrees/f";
    sources.current_directory = sources.current_worktree / below;
  }

  Loaded loaded() const {
    auto result = load(sources);
    if (result) return std::move(*result);
    ADD_FAILURE() << base::describe(result.error());
    return {};
  }
  std::string failure() const {
    const auto result = load(sources);
    return result ? "no failure" : base::describe(result.error());
  }
  static std::string warnings_of(const Loaded& loaded) {
    std::string text;
    for (const Warning& warning : loaded.warnings) text += warning.text + "\n";
    return text;
  }

  fs::path root;
  Sources sources;
};

}  // namespace config::testing
