#include "sandbox/container/mount_option.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"

namespace sandbox::container {
namespace {

bool needs_quotes(std::string_view text) {
  return text.find_first_of(",\"\r\n") != std::string_view::npos;
}

base::Result<std::string> field(ContainerRuntime runtime, std::string_view name, const std::filesystem::path& path) {
  std::string text = fmt::format("{}={}", name, path.string());
  if (!needs_quotes(text)) return text;
  if (runtime == ContainerRuntime::podman) {
    return base::fail(fmt::format("podman cannot mount '{}': the path holds a comma, a double quote or a line break",
                                  base::sanitise_line(path.string())),
                      "Rename the directory, or use docker.");
  }
  return fmt::format("\"{}\"", base::replace_all(text, "\"", "\"\""));
}

}  // namespace

base::Result<std::string> bind_option(ContainerRuntime runtime, const std::filesystem::path& source,
                                      const std::filesystem::path& target, Access access) {
  return fmt::format("type=bind,{},{}{}", TRY(field(runtime, "source", source)), TRY(field(runtime, "target", target)),
                     access == Access::read_only ? ",readonly" : "");
}

}  // namespace sandbox::container
