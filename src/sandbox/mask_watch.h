#pragma once
// A mask over a single file vanishes when the host replaces that file by rename, as every editor does (SBX 6.4.1, E29):
// this notices it.

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "os/watch.h"

namespace sandbox {

class MaskWatch {
 public:
  static base::Result<MaskWatch> create(const std::vector<std::filesystem::path>& files);

  // Readable when something happened beside a masked file.
  int descriptor() const { return watcher_.descriptor(); }
  // The masked files that are no longer the ones that were masked; each is named once.
  std::vector<std::filesystem::path> replaced();

 private:
  struct Masked {
    std::filesystem::path path;
    dev_t device = 0;
    ino_t inode = 0;
  };
  explicit MaskWatch(os::Watcher watcher) : watcher_(std::move(watcher)) {}
  os::Watcher watcher_;
  std::vector<Masked> files_;
};

}  // namespace sandbox
