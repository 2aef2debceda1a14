#pragma once
// Real repositories in temporary directories, for the tests of this layer. HOME, git's configuration files and the
// identity are set once for the whole test program, so that the user's own settings play no part.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "git/repository.h"
#include "git/runner.h"
#include "os/process.h"

namespace git::testing {

// A directory that goes with the test. Canonical.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Runs git as a user would; fails the test when git fails. Returns stdout without the final newline.
std::string run_git(const std::filesystem::path& directory, const std::vector<std::string>& arguments);
os::Outcome try_git(const std::filesystem::path& directory, const std::vector<std::string>& arguments);

void write_file(const std::filesystem::path& path, std::string_view contents);
std::string read_text(const std::filesystem::path& path);

// A directory with a repository `app` on main with one commit.
class TestRepository {
 public:
  TestRepository();

  const std::filesystem::path& root() const { return directory_.path(); }
  std::filesystem::path main() const { return root() / "app"; }
  std::string git(const std::vector<std::string>& arguments) const { return run_git(main(), arguments); }
  // A linked worktree `<root>/<name>` on a new branch.
  std::filesystem::path add_worktree(const std::string& name, const std::string& branch) const;
  // Writes a file in a worktree and commits it. Returns the commit.
  std::string commit(const std::filesystem::path& worktree, const std::string& file, std::string_view contents) const;
  Repository discovered() const;
  Repository discovered(const std::filesystem::path& from) const;
  Runner runner() const;
  Runner runner(const std::filesystem::path& from) const;

 private:
  Directory directory_;
};

// The value of a Result, or a failed test.
template <typename T>
T value(base::Result<T> result) {
  if (!result) {
    ADD_FAILURE() << base::describe(result.error());
    return T{};
  }
  return *std::move(result);
}

inline std::string message(const base::Error& error) {
  return base::describe(error);
}

}  // namespace git::testing
