#pragma once
// Objects of a guest on their way into the real repository (SBX E1 2 (b)).

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "os/beneath.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

struct Wanted {
  std::vector<std::string> tips;   // object ids: everything reachable from them
  std::vector<std::string> have;   // object ids that the host has, with all they reach
  std::vector<std::string> blobs;  // single objects, nothing that they reach; excludes the other two
};

struct Brought {
  std::uint64_t objects = 0;
  int processes = 0;
  std::vector<std::string> notices;  // refused files, by name
};

// Packs what the host lacks with git on the real repository, which reads the guest's objects through the mirror only;
// the pack is indexed and checked beside the repository and then moved into it. Nothing is left behind after a failure.
// Errors: an object that is missing, forged or broken; no space.
base::Result<Brought> bring_objects(const Layout& layout, const os::FileLock& lock, const os::Beneath& facade_git,
                                    const git::Runner& runner, const Wanted& wanted);

// The object ids in a version 2 pack index, in order. Error: not such a file.
base::Result<std::vector<std::string>> ids_in_pack_index(std::string_view bytes, size_t id_bytes);

}  // namespace sandbox::quarantine
