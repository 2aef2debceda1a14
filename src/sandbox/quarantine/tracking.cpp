#include "sandbox/quarantine/tracking.h"

#include <fmt/format.h>

#include "os/files.h"
#include "sandbox/quarantine/tracking_guard.h"

namespace sandbox::quarantine {

namespace {

Tracking tracking_of(const git::ConfigFile& config, const std::string& branch) {
  const auto value = [&](std::string_view name) {
    return config.get(git::config_key("branch", branch, name)).value_or(std::string());
  };
  return {.remote = value("remote"), .merge = value("merge"), .rebase = value("rebase")};
}

}  // namespace

std::vector<git::ConfigEdit> tracking_edits(const git::ConfigFile& guest, const git::ConfigFile& host,
                                            const std::string& branch) {
  const Tracking wanted = tracking_of(guest, branch);
  const Tracking present = tracking_of(host, branch);
  if (wanted.remote.empty() || !acceptable_tracking(wanted, host.subsections("remote"))) return {};
  std::vector<git::ConfigEdit> edits;
  const auto edit = [&](std::string_view name, const std::string& from, const std::string& to) {
    if (!to.empty() && from != to) edits.push_back(git::ConfigEdit::set(git::config_key("branch", branch, name), to));
  };
  edit("remote", present.remote, wanted.remote);
  edit("merge", present.merge, wanted.merge);
  edit("rebase", present.rebase, wanted.rebase);
  return edits;
}

base::Result<bool> import_tracking(const Subject& subject, const Layout& layout, const os::Beneath& facade_git,
                                   const std::string& branch) {
  const auto status = facade_git.status("config");
  if (branch.empty() || !status || status->type != os::FileType::regular) return false;
  const std::string stamp = fmt::format("{} {} {} {}", status->inode, status->size, status->modified_ns, branch);
  const auto stamp_file = layout.host / "config-stamp";
  if (const auto old = TRY(os::read_file_if_exists(stamp_file)); old && *old == stamp) return false;
  bool changed = false;
  const auto text = facade_git.read("config", git::kConfigLimit);
  const auto guest = text ? git::parse_config(*text) : base::Result<git::ConfigFile>(git::ConfigFile());
  if (guest) {
    const auto path = subject.common_dir / "config";
    const auto edits = tracking_edits(*guest, TRY(git::read_config(path)), branch);
    if (!edits.empty()) TRY(git::edit_config(path, edits));
    changed = !edits.empty();
  }
  TRY(os::write_atomically(stamp_file, stamp));
  return changed;
}

}  // namespace sandbox::quarantine
