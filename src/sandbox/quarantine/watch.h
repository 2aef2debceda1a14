#pragma once
// What a supervisor watches, so that a commit of the guest is imported within 100 ms (SBX E1 layer 2) and a ref that
// moves on the host reaches the guest.

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

enum class Side : std::uint8_t { facade, host };  // import() after an event there; refresh() after one here

struct WatchedDirectory {
  std::filesystem::path path;
  Side side = Side::facade;

  bool operator==(const WatchedDirectory&) const = default;
};

// The directories for an os::Watcher: those of refs with all their sub-directories, those that hold packed-refs and
// HEAD. Links are not followed; at most 4,096. Compute it again when an event says that a directory appeared or went.
std::vector<WatchedDirectory> watched_directories(const Subject& subject);

// Whether an entry of a watched directory can mean a changed ref or HEAD: lock files, the index, COMMIT_EDITMSG and the
// like do not. An empty name (the directory itself, lost events) does.
bool concerns_refs(const Subject& subject, const WatchedDirectory& directory, std::string_view name);

}  // namespace sandbox::quarantine
