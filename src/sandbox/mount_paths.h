#pragma once
// Forms of paths in mounts.

#include <filesystem>

namespace sandbox {

// Absolute, without "." and ".." components, without "," (it separates fields in the engines' mount values) and without
// control characters.
bool is_plain_path(const std::filesystem::path& path);

// "/" and the places that the sandbox fills itself: /proc, /sys, /dev, /usr, /bin, /sbin, /lib*, /etc itself,
// /run/workmux.
bool is_system_target(const std::filesystem::path& target);

}  // namespace sandbox
