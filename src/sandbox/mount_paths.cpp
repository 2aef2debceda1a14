#include "sandbox/mount_paths.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "os/files.h"

namespace sandbox {

bool is_plain_path(const std::filesystem::path& path) {
  const std::string& text = path.native();
  if (text.empty() || text.front() != '/') return false;
  if (std::ranges::any_of(text, [](char c) { return c == ',' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    return false;
  }
  return std::ranges::none_of(path, [](const auto& part) { return part == ".." || part == "."; });
}

bool is_system_target(const std::filesystem::path& target) {
  // Nothing of a plan may stand in these trees; what may stand below the others is the plan's business.
  constexpr std::array<std::string_view, 3> trees = {"/proc", "/sys", "/dev"};
  constexpr std::array<std::string_view, 10> places = {"/",      "/usr",   "/bin", "/sbin", "/lib",
                                                       "/lib32", "/lib64", "/etc", "/run",  "/var"};
  const auto normal = target.lexically_normal();
  return std::ranges::any_of(trees, [&](auto tree) { return os::is_within(normal, tree); }) ||
         std::ranges::find(places, normal.native()) != places.end();
}

}  // namespace sandbox
