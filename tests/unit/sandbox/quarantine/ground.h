#pragma once
// A repository with a sandboxed worktree for tests: real git on the host, real git behind bubblewrap's mounts in the
// guest. Nothing outside of one temporary directory is touched.

#include <filesystem>
#include <string>
#include <vector>

#include "os/environment.h"
#include "os/process.h"
#include "sandbox/quarantine/facade.h"
#include "sandbox/quarantine/import.h"

namespace sandbox::quarantine::testing {

class Ground {
 public:
  // `object_format`: sha1 or sha256.
  explicit Ground(const std::string& object_format = "sha1");
  ~Ground();
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  // False without bubblewrap or without the right to use it: tests skip.
  static bool has_bubblewrap();

  // git on the host in `directory`; fails the test when it fails. Returns its output without the final newline.
  std::string git(const std::filesystem::path& directory, const std::vector<std::string>& arguments) const;
  std::string host(const std::vector<std::string>& arguments) const { return git(worktree, arguments); }
  // A shell script in the guest, in the worktree. Output and errors together.
  os::Outcome guest(const std::string& script) const;
  // As guest, but a failure fails the test. Returns the output without the final newline.
  std::string in_guest(const std::string& script) const;

  // prepare() with the result checked; remembers the mounts for guest().
  void prepare(GuestRuns guest_runs = GuestRuns::no);
  // import() with the result checked.
  Report import() const;

  void write(const std::filesystem::path& file, const std::string& text) const;
  std::string read(const std::filesystem::path& file) const;

  std::filesystem::path root;
  std::filesystem::path repository;  // main worktree, on branch main
  std::filesystem::path worktree;    // on branch feat
  std::filesystem::path remote;      // a bare repository, remote "origin"
  std::filesystem::path canary;      // must never appear
  Subject subject;
  std::vector<Mount> mounts;
};

}  // namespace sandbox::quarantine::testing
