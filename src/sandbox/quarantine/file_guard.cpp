#include "sandbox/quarantine/file_guard.h"

namespace sandbox::quarantine {

std::optional<std::string> odd_file(os::FileType type) {
  switch (type) {
    case os::FileType::regular:
    case os::FileType::directory:
      return std::nullopt;
    case os::FileType::symlink:
      return "is a symbolic link";
    case os::FileType::other:
      break;
  }
  return "is no regular file";
}

}  // namespace sandbox::quarantine
