#include "sandbox/run_marker.h"

#include "base/digest.h"
#include "base/json.h"

namespace sandbox {

std::filesystem::path runs_directory(const os::Paths& paths) {
  return paths.runtime / "sandbox";
}

std::filesystem::path markers_directory(const os::Paths& paths) {
  return paths.state / "sandbox" / "runs";
}

std::string format_marker(const RunMarker& marker) {
  return base::dump_json(base::Json{{"name", marker.name},
                                    {"directory", marker.directory.string()},
                                    {"pid", marker.supervisor.pid},
                                    {"started", marker.supervisor.started},
                                    {"snapshot", marker.info.snapshot_id},
                                    {"project", marker.info.project_id},
                                    {"handle", marker.info.handle},
                                    {"backend", marker.info.backend}}) +
         "\n";
}

std::optional<RunMarker> parse_marker(std::string_view text, const std::filesystem::path& runs) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_object()) return std::nullopt;
  RunMarker marker;
  marker.name = base::string_member(*json, "name");
  marker.directory = base::string_member(*json, "directory");
  marker.supervisor.pid = static_cast<pid_t>(base::integer_member(*json, "pid"));
  marker.supervisor.started = static_cast<std::uint64_t>(base::integer_member(*json, "started"));
  marker.info = {base::string_member(*json, "snapshot"), base::string_member(*json, "project"),
                 base::string_member(*json, "handle"), base::string_member(*json, "backend")};
  // A directory that is deleted because a file says so must be one of ours. XDG_RUNTIME_DIR may differ between runs
  // (cron, su): the shape counts, not only the place.
  if (!base::is_lower_hex(marker.name) || marker.name.size() != 16 || marker.supervisor.pid <= 0) return std::nullopt;
  const bool shape = marker.directory.is_absolute() && marker.directory.filename() == marker.name &&
                     marker.directory.parent_path().filename() == runs.filename();
  if (!shape) return std::nullopt;
  return marker;
}

}  // namespace sandbox
