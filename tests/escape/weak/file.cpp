#define odd_file real_odd_file
#include "sandbox/quarantine/file_guard.cpp"
#undef odd_file

#include "weak.h"

namespace sandbox::quarantine {

std::optional<std::string> odd_file(os::FileType type) {
  if (weak::is_left_out("file")) return std::nullopt;
  return real_odd_file(type);
}

}  // namespace sandbox::quarantine
