#include "agent/foreground.h"

#include <fmt/format.h>

#include <chrono>

#include "base/digest.h"
#include "base/json.h"
#include "os/files.h"
#include "os/process.h"

namespace agent {

namespace {

bool help_names(const std::filesystem::path& program, std::string_view flag) {
  os::Command command{.arguments = {program.string(), "--help"}};
  command.time_limit = std::chrono::seconds(5);
  command.output_limit = 1U << 20;
  const auto outcome = os::run(command);
  return outcome && outcome->ok() && outcome->output.contains(flag);
}

}  // namespace

Foreground knows_foreground_flag(const Profile& profile, const std::filesystem::path& program,
                                 const std::filesystem::path& cache) {
  if (profile.foreground.empty()) return Foreground::no;
  const auto status = os::status_following(program);
  if (!status) return Foreground::no;
  // A new version is another file.
  const std::string version = fmt::format("{} {} {} {} {}", status->device, status->inode, status->size,
                                          status->modified_ns, profile.foreground);
  const std::filesystem::path file =
      cache / fmt::format("flags-{}.json", base::sha256_hex(program.string()).substr(0, 16));
  if (const auto text = os::read_file(file, 4096)) {
    const auto known = base::parse_json(*text);
    if (known && base::string_member(*known, "version") == version)
      return base::boolean_member(*known, "known") ? Foreground::yes : Foreground::no;
  }
  const bool known = help_names(program, profile.foreground);
  // Best effort: without the note we ask again next time.
  if (os::make_directories(cache))
    (void)os::write_atomically(file, base::dump_json({{"version", version}, {"known", known}}), 0600);
  return known ? Foreground::yes : Foreground::no;
}

}  // namespace agent
