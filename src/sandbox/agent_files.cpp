#include "sandbox/agent_files.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/agent_copy.h"
#include "sandbox/claude_state.h"
#include "sandbox/mount_guard.h"

namespace sandbox {
namespace {

constexpr size_t kLargestCredential = 1U << 20;

class Preparer {
 public:
  Preparer(const os::Paths& paths, AgentFiles& files) : paths_(paths), files_(files), layout_(files.layout) {}

  base::Result<> run();

 private:
  // An empty name is the directory itself.
  void bind(const std::filesystem::path& source, const std::string& name, bool writable) {
    files_.mounts.push_back(
        {.source = source, .target = name.empty() ? layout_.target : layout_.target / name, .writable = writable});
  }
  // An entry of the private directory over which something is mounted: made by us, never a link of the guest's.
  base::Result<> make_place(const os::Beneath& copy, const std::string& name, os::FileType type);
  base::Result<> share_whole();
  base::Result<> refresh(const os::Beneath& copy);
  base::Result<> bind_settings(const os::Beneath& copy, const std::vector<std::string>& names);
  base::Result<> bind_shared(const os::Beneath& copy);

  const os::Paths& paths_;
  AgentFiles& files_;
  const AgentLayout& layout_;
};

base::Result<> Preparer::make_place(const os::Beneath& copy, const std::string& name, os::FileType type) {
  const auto parent = std::filesystem::path(name).parent_path().string();
  if (!parent.empty() && !copy.make_directories(parent)) {
    TRY(copy.remove(parent));  // a link or a file that the guest put there
    TRY(copy.make_directories(parent));
  }
  const auto status = copy.status(name);
  if (status && status->type == type) return {};
  if (status) TRY(status->type == os::FileType::directory ? copy.remove_tree(name) : copy.remove(name));
  return type == os::FileType::directory ? copy.make_directories(name) : copy.create(name, "");
}

// The guest can write here, so nothing may be mounted over a link of its making.
base::Result<> Preparer::share_whole() {
  bind(layout_.host, "", true);
  for (const auto& name : layout_.private_directories) {
    const auto over = TRY(os::Beneath::open(layout_.host));
    TRY(make_place(over, name, os::FileType::directory));
    const auto own = files_.private_directory / name;
    TRY(os::make_directories(own));
    bind(own, name, true);
  }
  return {};
}

base::Result<> Preparer::bind_settings(const os::Beneath& copy, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const auto status = os::status_following(layout_.host / name);
    if (!status || status->type == os::FileType::other) continue;
    TRY(make_place(copy, name, status->type));
    bind(layout_.host / name, name, false);
  }
  return {};
}

base::Result<> Preparer::refresh(const os::Beneath& copy) {
  auto denied = mount_rules(paths_.home, paths_.config, paths_.state).denied;
  const auto own = os::real_path(layout_.host);
  std::erase_if(denied, [&](const auto& path) { return own && os::is_within(*own, path); });
  const auto before = read_manifest(files_.manifest);
  auto manifest = before;
  const auto report = TRY(refresh_copies(layout_.host, copy, layout_.settings, manifest, denied));
  if (manifest != before) TRY(write_manifest(files_.manifest, manifest));
  if (report.too_large.empty()) return {};
  files_.warnings.push_back(fmt::format("{}: too large for a private copy, so read-only in the sandbox: {}",
                                        base::sanitise_line(layout_.host.string()),
                                        base::join(report.too_large, ", ")));
  return bind_settings(copy, report.too_large);
}

base::Result<> Preparer::bind_shared(const os::Beneath& copy) {
  for (const auto& name : layout_.shared_files) {
    const auto status = os::status_following(layout_.host / name);
    if (!status || status->type != os::FileType::regular) {
      // The empty place of an earlier mount would be taken for a broken login.
      const auto place = copy.status(name);
      if (place && place->type == os::FileType::regular && place->size == 0) TRY(copy.remove(name));
      continue;
    }
    TRY(make_place(copy, name, os::FileType::regular));
    bind(layout_.host / name, name, true);
  }
  for (const auto& name : layout_.shared_directories) {
    TRY(os::make_directories(layout_.host / name));
    TRY(make_place(copy, name, os::FileType::directory));
    bind(layout_.host / name, name, true);
  }
  return {};
}

base::Result<> Preparer::run() {
  TRY(os::make_directories(layout_.host));
  TRY(os::make_directories(files_.private_directory));
  const bool shared = files_.access == config::AgentDirAccess::shared;
  if (shared) {
    files_.warnings.emplace_back("sandbox.agent_dir is 'shared': settings that the agent writes run outside later");
  }
  if (shared || layout_.whole) return share_whole();
  const auto copy = TRY(os::Beneath::open(files_.private_directory));
  bind(files_.private_directory, "", true);
  switch (files_.access) {
    case config::AgentDirAccess::split:
      TRY(refresh(copy));
      return bind_shared(copy);
    case config::AgentDirAccess::readonly:
      TRY(bind_settings(copy, matching_names(os::list_directory(layout_.host), layout_.settings)));
      return bind_shared(copy);
    case config::AgentDirAccess::separate:
    case config::AgentDirAccess::shared:
      break;
  }
  return {};
}

std::filesystem::path claude_record(const os::Paths& paths) {
  return paths.state / "agent-dirs" / "claude-state.json";
}

base::Result<> prepare_claude_state(AgentFiles& files, const Snapshot& snapshot, const os::Paths& paths) {
  const bool own = files.access == config::AgentDirAccess::readonly || files.access == config::AgentDirAccess::separate;
  files.state_file = own ? std::filesystem::path(files.private_directory.string() + ".claude.json")
                         : paths.home / ".claude-sandbox.json";
  TRY(seed_claude_state(files.state_file));
  if (!own) {
    files.state_record = claude_record(paths);
    TRY(reset_claude_state(files.state_file, files.state_record, snapshot.worktree));
  }
  files.mounts.push_back({.source = files.state_file, .target = paths.home / ".claude.json", .writable = true});
  return {};
}

// A login that was made inside belongs to the user: it is taken over where the host has none.
void take_over_logins(const AgentFiles& files, const os::Beneath& copy) {
  for (const auto& name : files.layout.shared_files) {
    const auto place = files.layout.host / name;
    if (os::status_of(place)) continue;
    const auto text = copy.read_if_exists(name, kLargestCredential);
    if (!text || !*text || !base::parse_json(**text)) continue;
    (void)os::create_file(place, **text);
  }
}

}  // namespace

base::Result<AgentFiles> prepare_agent_files(const Snapshot& snapshot, const os::Paths& paths,
                                             const os::Environment& environment) {
  AgentFiles files;
  files.layout = agent_layout(snapshot, paths.home, environment);
  files.access = snapshot.config.sandbox.agent_dir;
  files.project = snapshot.worktree;
  if (files.layout.host.empty()) return files;
  files.private_directory = paths.state / "agent-dirs" / snapshot.agent / snapshot.project_id;
  files.manifest = files.private_directory.string() + ".json";
  TRY_WITH(Preparer(paths, files).run(),
           fmt::format("Could not prepare the files of the agent '{}'", base::sanitise_line(snapshot.agent)));
  if (snapshot.agent == "claude") TRY(prepare_claude_state(files, snapshot, paths));
  if (!files.layout.config.empty() && os::status_following(files.layout.config)) {
    files.mounts.push_back({.source = files.layout.config, .target = files.layout.config_target});
  }
  return files;
}

std::vector<std::string> finish_agent_files(const AgentFiles& files) {
  std::vector<std::string> lines;
  if (!files.state_record.empty()) (void)record_claude_state(files.state_file, files.state_record, files.project);
  if (files.layout.host.empty() || files.layout.whole || files.access == config::AgentDirAccess::shared) return lines;
  const auto copy = os::Beneath::open(files.private_directory);
  if (!copy) return lines;
  if (files.access != config::AgentDirAccess::separate) take_over_logins(files, *copy);
  if (files.access != config::AgentDirAccess::split) return lines;
  const auto changed = changed_copies(*copy, files.layout.settings, read_manifest(files.manifest));
  if (!changed.empty()) {
    lines.push_back(base::sanitise_line(fmt::format("The agent's own copy in '{}' differs from '{}': {}",
                                                    files.private_directory.string(), files.layout.host.string(),
                                                    base::join(changed, ", "))));
  }
  return lines;
}

}  // namespace sandbox
