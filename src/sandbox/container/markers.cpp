#include "sandbox/container/markers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"

namespace sandbox::container {
namespace {

std::filesystem::path root_of(const os::Paths& paths) {
  return paths.state / "containers";
}

// What the engines take as a name. It is handed to them as an argument: never one that begins like an option.
bool is_container_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() < 256 && plain(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return plain(c) || c == '_' || c == '.' || c == '-'; });
}

std::filesystem::path owner_file(const std::filesystem::path& directory, std::string_view container) {
  return directory / fmt::format(".{}.json", container);
}

void read_owner(const std::filesystem::path& file, Marker& marker) {
  const auto text = os::read_file_if_exists(file, 64U << 10);
  if (!text || !*text) return;
  const auto json = base::parse_json(**text);
  if (!json || !json->is_object()) return;
  marker.project_id = base::string_member(*json, "project");
  marker.supervisor.pid = static_cast<pid_t>(base::integer_member(*json, "pid"));
  marker.supervisor.started = static_cast<std::uint64_t>(base::integer_member(*json, "started"));
}

}  // namespace

std::string container_name(std::string_view stem, pid_t supervisor) {
  std::string slug = base::slug(stem).substr(0, 100);
  while (slug.ends_with('-')) slug.pop_back();
  return slug.empty() ? fmt::format("wm-{}", supervisor) : fmt::format("wm-{}-{}", slug, supervisor);
}

base::Result<> write_marker(const os::Paths& paths, const Marker& marker) {
  const auto directory = root_of(paths) / marker.handle;
  TRY_WITH(os::make_directories(directory), "Could not note the start of the container");
  const base::Json owner{{"project", marker.project_id},
                         {"pid", marker.supervisor.pid},
                         {"started", marker.supervisor.started},
                         {"backend", runtime_name(marker.runtime)}};
  // The owner first: a marker without one belongs to everybody.
  TRY_WITH(os::write_atomically(owner_file(directory, marker.container), base::dump_json(owner) + "\n"),
           "Could not note the start of the container");
  TRY_WITH(os::write_atomically(directory / marker.container, runtime_name(marker.runtime)),
           "Could not note the start of the container");
  return {};
}

void remove_marker(const os::Paths& paths, const Marker& marker) {
  const auto directory = root_of(paths) / marker.handle;
  (void)os::remove_file(directory / marker.container);
  (void)os::remove_file(owner_file(directory, marker.container));
  if (os::list_directory(directory).empty()) (void)os::remove_empty_directory(directory);
}

std::vector<Marker> read_markers(const os::Paths& paths, std::string_view handle) {
  std::vector<Marker> markers;
  const auto root = root_of(paths);
  for (const auto& name : os::list_directory(root)) {
    if (!handle.empty() && name != handle) continue;
    for (const auto& container : os::list_directory(root / name)) {
      if (!is_container_name(container)) continue;
      const auto text = os::read_file_if_exists(root / name / container, 4096);
      if (!text || !*text) continue;
      Marker marker{.handle = name,
                    .container = container,
                    .runtime = runtime_of_marker(**text),
                    .project_id = {},
                    .supervisor = {}};
      read_owner(owner_file(root / name, container), marker);
      markers.push_back(std::move(marker));
    }
  }
  return markers;
}

bool supervisor_runs(const Marker& marker) {
  if (marker.supervisor.pid > 0) return still_runs(marker.supervisor);
  const size_t dash = marker.container.rfind('-');
  const auto pid = base::parse_integer(std::string_view(marker.container).substr(dash + 1));
  return pid && *pid > 0 && *pid < (1 << 30) && process_stamp(static_cast<pid_t>(*pid)).has_value();
}

}  // namespace sandbox::container
