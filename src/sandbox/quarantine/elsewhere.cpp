#include "sandbox/quarantine/elsewhere.h"

#include <fmt/format.h>

#include "base/text.h"
#include "git/config_file.h"
#include "os/files.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

bool is_bare(const fs::path& common_dir) {
  for (const auto* const name : {"config.worktree", "config"}) {
    const auto config = git::read_config(common_dir / name);
    if (config && config->get_bool("core.bare").value_or(false)) return true;
  }
  return false;
}

std::string first_line(const fs::path& file) {
  const auto text = os::read_file_if_exists(file, 64U << 10);
  if (!text || !*text) return {};
  const std::string_view whole(**text);
  return std::string(base::trim(whole.substr(0, whole.find('\n'))));
}

}  // namespace

std::vector<fs::path> other_admin_directories(const Subject& subject) {
  std::vector<fs::path> directories;
  if (!subject.is_main_checkout() && !is_bare(subject.common_dir)) directories.push_back(subject.common_dir);
  for (const auto& name : os::list_directory(subject.common_dir / "worktrees")) {
    const fs::path directory = subject.common_dir / "worktrees" / name;
    const auto status = os::status_of(directory);
    if (directory != subject.git_dir && status && status->type == os::FileType::directory)
      directories.push_back(directory);
  }
  return directories;
}

Names branches_elsewhere(const Subject& subject) {
  Names names;
  for (const auto& directory : other_admin_directories(subject)) {
    const std::string head = first_line(directory / "HEAD");
    if (const auto name = symbolic_name(head); !name.empty()) names.emplace(name);
    for (const auto* const file : {"rebase-merge/head-name", "rebase-apply/head-name"}) {
      if (auto name = first_line(directory / file); !name.empty()) names.insert(std::move(name));
    }
    if (auto start = first_line(directory / "BISECT_START"); !start.empty())
      names.insert(start.starts_with("refs/") ? start : fmt::format("refs/heads/{}", start));
  }
  return names;
}

}  // namespace sandbox::quarantine
