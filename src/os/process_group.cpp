#include "os/process_group.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <string>
#include <thread>

#include "os/files.h"

namespace os::detail {
namespace {

using std::chrono::milliseconds;

// "1234 (name) S 1 77 ...": the name may hold anything, so the last ')' counts.
bool is_living_member(std::string_view stat, pid_t group) {
  const size_t close = stat.rfind(')');
  if (close == std::string_view::npos || close + 4 >= stat.size()) return false;
  const char state = stat[close + 2];
  if (state == 'Z' || state == 'X') return false;
  const size_t parent = close + 4;
  const size_t space = stat.find(' ', parent);
  if (space == std::string_view::npos) return false;
  pid_t found = 0;
  std::from_chars(stat.data() + space + 1, stat.data() + stat.size(), found);
  return found == group;
}

}  // namespace

int poll_timeout(std::chrono::steady_clock::time_point end) {
  const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

bool group_is_alive(pid_t group) {
  for (const std::string& name : list_directory("/proc")) {
    if (name.front() < '1' || name.front() > '9') continue;
    const auto stat = read_file("/proc/" + name + "/stat", 4096);
    if (stat && is_living_member(*stat, group)) return true;
  }
  return false;
}

void wait_for_group(pid_t group, std::chrono::steady_clock::time_point end) {
  // The kernel reports the end of one process, not that of a group: this alone is looked at by the clock, and only
  // while a group that was told to end still does so.
  milliseconds pause{2};
  while (group_is_alive(group)) {
    const milliseconds left{poll_timeout(end)};
    if (left.count() == 0) return;
    std::this_thread::sleep_for(std::min(pause, left));
    pause = std::min(pause * 2, milliseconds{50});
  }
}

}  // namespace os::detail
