#include "sandbox/quarantine/borrowed.h"

#include <algorithm>

#include "base/text.h"
#include "os/files.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 5;
constexpr size_t kMost = 32;

void add_borrowed(const fs::path& objects, int depth, std::vector<fs::path>& found) {
  if (depth > kDeepest) return;
  const auto text = os::read_file_if_exists(objects / "info" / "alternates", 1U << 20);
  if (!text || !*text) return;
  for (const auto& line : base::lines(**text)) {
    if (line.empty() || line.front() == '#' || found.size() >= kMost) continue;
    const auto real = os::real_path(objects / line);  // an absolute line stands for itself
    if (!real || std::ranges::find(found, *real) != found.end()) continue;
    const auto status = os::status_of(*real);
    if (!status || status->type != os::FileType::directory) continue;
    found.push_back(*real);
    add_borrowed(*real, depth + 1, found);
  }
}

}  // namespace

base::Result<std::vector<fs::path>> object_directories(const fs::path& common_dir) {
  std::vector<fs::path> found = {TRY(os::real_path(common_dir / "objects"))};
  const fs::path first = found.front();
  add_borrowed(first, 1, found);
  return found;
}

}  // namespace sandbox::quarantine
