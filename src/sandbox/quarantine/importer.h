#pragma once
// The state of one import while it goes through its steps. Private to the import.

#include <string>
#include <vector>

#include "git/runner.h"
#include "os/beneath.h"
#include "os/lock.h"
#include "sandbox/quarantine/decide.h"
#include "sandbox/quarantine/gitlink_guard.h"
#include "sandbox/quarantine/layout.h"
#include "sandbox/quarantine/notes.h"

namespace sandbox::quarantine {

struct Importer {
  const Subject& subject;
  const Layout& layout;
  const os::FileLock& lock;
  git::Runner runner;
  os::Beneath facade_git;
  Sides sides;
  RefRights rights;
  Branches branches;
  Decision decision;
  std::vector<Held> held_before;  // by the last import
  size_t digits = 40;
  bool index_unfinished = false;  // a killed import moved HEAD but did not rebuild the index
  Report report;
  std::string index_commit;   // what the new index was built from
  bool head_dropped = false;  // a guard refused the commit that HEAD names: it stays refused

  void hold(const std::string& ref, const std::string& value, std::string reason);
  // True when the last import held exactly this for a reason that begins so; then it is held again.
  bool held_as_before(const std::string& ref, const std::string& value, std::string_view reason);
  // Takes a ref out of the decided moves and decides about HEAD again.
  void drop_move(const std::string& ref);
  // The commit that HEAD of the host's worktree names once the decision is carried out; empty: none.
  std::string head_commit_after() const;
  // Whether that changes the commit or the branch.
  bool head_changes() const;
};

inline constexpr std::string_view kAddsGitlink = "adds or moves a nested repository";

// Object ids that the host has with all they reach: every ref and HEAD, each once.
std::vector<std::string> host_tips(const RefTexts& host);

// Where both sides moved: keeps a move only when the guest's value descends from the host's. Notes as agreed what the
// host already contains. One process for each such ref.
base::Result<> check_descent(Importer& work);

// Drops moves whose tips add or move gitlinks; builds the new index when HEAD changes (SBX E1 2 (d), (f)). Returns true
// when a new index waits to be installed.
base::Result<bool> check_gitlinks(Importer& work);

// Import, with the guards lifted for the refs in `accepted`.
base::Result<Report> import_accepting(const Subject& subject, const Names& accepted);

}  // namespace sandbox::quarantine
