#pragma once
// Contents of any size into a tree that a guest can write.

#include <string_view>

#include "base/result.h"
#include "os/beneath.h"
#include "os/descriptor.h"

namespace os {

// Does the regular file at `path` hold exactly what `contents`, read from its start, holds? Errors as
// Beneath::open_file().
base::Result<bool> same_contents(const Beneath& tree, std::string_view path, const Descriptor& contents);

// A copy of an opened file, from its position to its end, with exactly this mode: blocks are shared where the file
// system can. Written under a random name (O_EXCL) and renamed to `path`; what stands there, a link too, is replaced as
// an entry, never written through. Nothing is left after a failure.
base::Result<> copy_in(const Beneath& tree, const Descriptor& contents, std::string_view path, mode_t mode);

}  // namespace os
