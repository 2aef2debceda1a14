#include <fmt/format.h>

#include "base/text.h"
#include "os/files.h"
#include "sandbox/run_directory.h"

namespace sandbox {

std::optional<ProcessStamp> process_stamp(pid_t pid) {
  if (pid <= 0) return std::nullopt;
  const auto text = os::read_file_if_exists(fmt::format("/proc/{}/stat", pid), 4096);
  if (!text || !*text) return std::nullopt;
  // The name in parentheses may hold blanks and parentheses: count from the last one. The state is field 3, the start
  // time 22.
  const size_t end = (*text)->rfind(')');
  if (end == std::string::npos || end + 2 > (*text)->size()) return std::nullopt;
  const auto fields = base::split_views(std::string_view(**text).substr(end + 2), ' ');
  if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X") return std::nullopt;
  const auto started = base::parse_integer(fields[19]);
  if (!started || *started < 0) return std::nullopt;
  return ProcessStamp{pid, static_cast<std::uint64_t>(*started)};
}

bool still_runs(const ProcessStamp& stamp) {
  const auto now = process_stamp(stamp.pid);
  return now && now->started == stamp.started;
}

}  // namespace sandbox
