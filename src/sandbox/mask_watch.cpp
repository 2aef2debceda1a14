#include "sandbox/mask_watch.h"

#include "os/files.h"

namespace sandbox {

base::Result<MaskWatch> MaskWatch::create(const std::vector<std::filesystem::path>& files) {
  MaskWatch watch(TRY_WITH(os::Watcher::create(), "Could not watch the excluded files"));
  for (const auto& path : files) {
    (void)TRY_WITH(watch.watcher_.add(path.parent_path()), "Could not watch the excluded files");
    const auto status = os::status_of(path);
    if (status) watch.files_.push_back({path, status->device, status->inode});
  }
  return watch;
}

std::vector<std::filesystem::path> MaskWatch::replaced() {
  (void)watcher_.read();
  std::vector<std::filesystem::path> paths;
  std::erase_if(files_, [&](const Masked& file) {
    const auto status = os::status_of(file.path);
    const bool same = status && status->device == file.device && status->inode == file.inode;
    // Deleted is not yet visible again; a file in its place is.
    if (same || !status) return false;
    paths.push_back(file.path);
    return true;
  });
  return paths;
}

}  // namespace sandbox
