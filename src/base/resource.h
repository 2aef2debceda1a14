#pragma once
// A text file of resources/ that was embedded when the program was built (cmake/Resources.cmake).

#include <span>
#include <string_view>

namespace base {

struct Resource {
  std::string_view name;  // path below the embedded folder, with "/"
  std::string_view text;
};

// The text of a file that is known to be embedded; empty when it is not.
constexpr std::string_view resource_text(std::span<const Resource> files, std::string_view name) {
  for (const Resource& file : files) {
    if (file.name == name) return file.text;
  }
  return {};
}

}  // namespace base
