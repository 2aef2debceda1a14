#pragma once
// A host-only object directory that holds hard links to the guest's objects: what git may read on behalf of an import.
// The guest can swap neither directories nor an alternates file under it (SBX E1 2 (b), E26, E27).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/beneath.h"

namespace sandbox::quarantine {

struct MirrorResult {
  std::uint64_t linked = 0;          // new entries
  std::vector<std::string> refused;  // by name
};

// Brings `mirror` in line with `objects/` below `git`: new loose objects and packs (.pack, .idx) are linked, or copied
// where links are not allowed, vanished ones dropped. Directories that did not change since the last call are not
// listed (stamps in `<mirror>.stamps`). The mirror's info directory stays empty.
base::Result<MirrorResult> update_mirror(const os::Beneath& git, const std::filesystem::path& mirror);

// Forgets the stamps, so that the next call lists everything.
base::Result<> forget_mirror_stamps(const std::filesystem::path& mirror);

}  // namespace sandbox::quarantine
