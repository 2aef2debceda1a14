#include "sandbox/bubblewrap/pause.h"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>
#include <set>
#include <string>
#include <system_error>

#include "base/text.h"
#include "os/files.h"

namespace sandbox::bubblewrap {
namespace {

constexpr int kMostLooks = 20;

std::string namespace_of(const std::string& pid) {
  std::error_code error;
  const auto link = std::filesystem::read_symlink("/proc/" + pid + "/ns/pid", error);
  return error ? std::string() : link.string();
}

}  // namespace

base::Result<> signal_namespace(pid_t first, int number) {
  const std::string wanted = namespace_of(std::to_string(first));
  if (wanted.empty() || wanted == namespace_of("self"))
    return base::fail("The processes of the sandbox cannot be found");
  std::set<std::string> reached;
  for (int look = 0; look < kMostLooks; ++look) {
    bool found = false;
    for (const auto& name : os::list_directory("/proc")) {
      const auto pid = base::parse_integer(name);
      if (!pid || namespace_of(name) != wanted || !reached.insert(name).second) continue;
      found = true;
      kill(static_cast<pid_t>(*pid), number);
    }
    if (!found) return {};
  }
  return base::fail("The processes of the sandbox could not all be reached");
}

}  // namespace sandbox::bubblewrap
