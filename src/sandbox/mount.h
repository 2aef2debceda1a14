#pragma once
// One thing that a guest sees at a path, as every backend understands it. Order matters: later mounts cover earlier
// ones.

#include <filesystem>
#include <string>
#include <vector>

namespace sandbox {

enum class MountKind {
  bind,              // `source` of the host at `target`
  null_file,         // /dev/null at `target`, read-only: masks a file (SBX 6.4.1)
  empty_directory,   // an empty read-only directory at `target`: masks a directory
  private_directory  // an empty writable directory that vanishes with the sandbox
};

struct Mount {
  std::filesystem::path source;  // absolute; canonical once check_mount() has passed; empty unless `kind` is bind
  std::filesystem::path target;  // absolute path in the guest
  bool writable = false;
  MountKind kind = MountKind::bind;
};

}  // namespace sandbox
