#pragma once
// Names of worktrees and multiplexer targets (CLI 7), and the directory of worktrees (CLI 6.1).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"

namespace config {

inline constexpr size_t kLongestHandle = 200;  // bytes

// Handle of a new worktree: slug of `name` (--name), else of prefix + branch by the naming strategy. A result above 200
// bytes is cut and ends in "-" + 8 hex digits of its hash. Errors: "Handle cannot be empty" (CLI-A24).
base::Result<std::string> derive_handle(std::string_view branch, const std::optional<std::string>& name,
                                        const Config& config);

// Target name without prefix: slug of --target-name, else the handle. Error when the slug is empty.
base::Result<std::string> derive_target_name(const std::optional<std::string>& target_name, std::string_view handle);

// Prefix of windows and sessions: the key, else U+F418 + blank with icon fonts, else "wm-".
enum class IconFont { no, yes };
std::string window_prefix(const Config& config, IconFont font);

// prefix + target name.
std::string full_target_name(std::string_view prefix, std::string_view target_name);

// CLI 1.6 step 4 as far as the configuration decides: the key `nerdfont`; else yes when a Private Use character occurs
// in an icon or prefix; else nothing (ask, or no).
std::optional<IconFont> configured_icon_font(const Config& config);

// The directory in which new worktrees are made: `worktree_dir` expanded (`~`, `~/x`, `{project}`), relative to the
// main worktree, `..` resolved lexically; default <parent of main>/<project>__worktrees. Errors: CLI 6.1 texts.
base::Result<std::filesystem::path> worktrees_directory(const Config& config,
                                                        const std::filesystem::path& main_worktree,
                                                        const std::filesystem::path& home);

}  // namespace config
