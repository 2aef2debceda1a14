#include "sandbox/quarantine/objects_guard.h"

namespace sandbox::quarantine {

std::filesystem::path objects_for_git(const std::filesystem::path& /*of_guest*/, const std::filesystem::path& mirror) {
  return mirror;
}

}  // namespace sandbox::quarantine
