#include "git/metadata.h"

#include <fmt/format.h>

#include <algorithm>

namespace git {
namespace {

constexpr std::string_view kBase = "workmux-base";

std::string base_key(std::string_view branch) {
  return config_key("branch", branch, kBase);
}

std::string section_of(std::string_view handle) {
  return fmt::format("workmux.worktree.{}", handle);
}

std::string key_of(std::string_view handle, std::string_view name) {
  return fmt::format("{}.{}", section_of(handle), name);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// SBX E2: these names choose what a command closes, and a guest may have written them.
bool is_safe_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

std::string safe_name(const ConfigFile& config, std::string_view handle, std::string_view name) {
  const auto value = config.get(key_of(handle, name));
  return value && is_safe_name(*value) ? *value : std::string();
}

void add_edit(std::vector<ConfigEdit>& edits, std::string key, std::string_view value) {
  edits.push_back(value.empty() ? ConfigEdit::unset(std::move(key))
                                : ConfigEdit::set(std::move(key), std::string(value)));
}

}  // namespace

std::string_view mode_name(Mode mode) {
  return mode == Mode::session ? "session" : "window";
}

std::optional<Mode> mode_from_name(std::string_view name) {
  if (name == "window") return Mode::window;
  if (name == "session") return Mode::session;
  return std::nullopt;
}

base::Result<ConfigFile> read_local_config(const Repository& repository) {
  return read_config(repository.config_path());
}

std::optional<std::string> base_of(const ConfigFile& config, std::string_view branch) {
  auto base = config.get(base_key(branch));
  if (!base || base->empty() || base->starts_with('-') || std::ranges::any_of(*base, is_control)) return std::nullopt;
  return base;
}

WorktreeMetadata metadata_of(const ConfigFile& config, std::string_view handle) {
  WorktreeMetadata metadata;
  if (const auto mode = config.get(key_of(handle, "mode"))) metadata.mode = mode_from_name(*mode);
  metadata.target_window = safe_name(config, handle, "target-window");
  metadata.target_session = safe_name(config, handle, "target-session");
  metadata.window_session = safe_name(config, handle, "window-session");
  return metadata;
}

ConfigEdit base_edit(std::string_view branch, std::string_view base) {
  return ConfigEdit::set(base_key(branch), std::string(base));
}

ConfigEdit base_removal(std::string_view branch) {
  return ConfigEdit::unset(base_key(branch));
}

std::vector<ConfigEdit> metadata_edits(std::string_view handle, const WorktreeMetadata& metadata) {
  std::vector<ConfigEdit> edits;
  add_edit(edits, key_of(handle, "mode"), metadata.mode ? mode_name(*metadata.mode) : std::string_view());
  add_edit(edits, key_of(handle, "target-window"), metadata.target_window);
  add_edit(edits, key_of(handle, "target-session"), metadata.target_session);
  add_edit(edits, key_of(handle, "window-session"), metadata.window_session);
  return edits;
}

base::Result<> set_base(const Repository& repository, std::string_view branch, std::string_view base) {
  return edit_config(repository.config_path(), {base_edit(branch, base)});
}

base::Result<> remove_base(const Repository& repository, std::string_view branch) {
  return edit_config(repository.config_path(), {base_removal(branch)});
}

base::Result<> store_metadata(const Repository& repository, std::string_view handle, const WorktreeMetadata& metadata) {
  return edit_config(repository.config_path(), metadata_edits(handle, metadata));
}

base::Result<> remove_metadata(const Repository& repository, std::string_view handle) {
  return edit_config(repository.config_path(), {ConfigEdit::remove_section(section_of(handle))});
}

base::Result<> rename_metadata(const Repository& repository, std::string_view from, std::string_view to) {
  return edit_config(repository.config_path(), {ConfigEdit::rename_section(section_of(from), section_of(to))});
}

base::Result<> rename_base(const Repository& repository, std::string_view from, std::string_view to) {
  const ConfigFile config = TRY(read_local_config(repository));
  std::vector<ConfigEdit> edits;
  for (const std::string& branch : config.subsections("branch")) {
    if (base_of(config, branch) == from) edits.push_back(base_edit(branch, to));
  }
  return edits.empty() ? base::Result<>() : edit_config(repository.config_path(), edits);
}

}  // namespace git
