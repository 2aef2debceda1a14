#pragma once
// The worktree whose guest works on a facade instead of the real git directory (SBX E1). All paths are canonical and
// come from the host's own record, never from the worktree (SBX E3).

#include <filesystem>
#include <string>

#include "os/environment.h"

namespace sandbox::quarantine {

struct Subject {
  std::filesystem::path worktree;    // top level
  std::filesystem::path common_dir;  // the real shared git directory
  std::filesystem::path git_dir;     // the worktree's own admin directory; equal to common_dir for a main checkout
  std::string handle;
  std::string project_id;
  std::string sandbox_id;        // names the pins refs/workmux/sandbox/<id>/*; letters, digits, "-" and "_"
  std::string branch;            // the worktree's recorded branch; empty: what HEAD names when the facade is made
  std::filesystem::path facade;  // <state>/sandbox/git/<project id>/<handle>, made by prepare()
  os::Environment environment;   // the user's, for git (PATH, HOME)

  bool is_main_checkout() const { return git_dir == common_dir; }
};

}  // namespace sandbox::quarantine
