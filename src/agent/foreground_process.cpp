#include "agent/foreground_process.h"

#include <fmt/format.h>

#include "base/text.h"
#include "os/files.h"

namespace agent {

std::optional<std::int64_t> foreground_process(std::int64_t pid) {
  if (pid <= 0) return std::nullopt;
  const auto text = os::read_file(fmt::format("/proc/{}/stat", pid), 1U << 16);
  if (!text) return std::nullopt;
  // "pid (name) state ppid pgrp session tty tpgid ...", with anything in the name, so the last ")" counts.
  const size_t close = text->rfind(')');
  if (close == std::string::npos) return std::nullopt;
  const std::vector<std::string> fields = base::split(base::trim(std::string_view(*text).substr(close + 1)), ' ');
  constexpr size_t kForeground = 5;
  if (fields.size() <= kForeground) return std::nullopt;
  const auto group = base::parse_integer(fields[kForeground]);
  return group && *group > 0 && *group != pid ? group : std::nullopt;
}

}  // namespace agent
