#pragma once
// Writing into a facade that a guest may be using: git's own lock protocol, so that neither side loses an update, and a
// journal, so that a kill leaves no lock file behind.

#include <string>
#include <string_view>

#include "base/result.h"
#include "os/beneath.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

enum class Written : std::uint8_t { yes, busy, changed };  // busy: the guest holds the lock; changed: it was quicker

// Replaces a ref file, HEAD or the index: creates `<path>.lock`, checks that the file still reads `expected` (nothing:
// must not exist, or only be packed), renames. `path` is relative to the facade's common dir.
base::Result<Written> write_locked(const Layout& layout, const os::Beneath& git, const std::string& path,
                                   std::optional<std::string_view> expected, std::string_view contents);

// Deletes a ref: its line in packed-refs and its file, when it still says `expected`.
base::Result<Written> delete_ref_locked(const Layout& layout, const os::Beneath& git, const std::string& ref,
                                        std::string_view expected);

// Removes the lock files of ours that a kill left. Call it under the facade's lock before anything else is written.
base::Result<> clean_up_locks(const Layout& layout, const os::Beneath& git);

}  // namespace sandbox::quarantine
