#include "config/naming.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/unicode.h"

namespace config {

namespace {

constexpr std::string_view kPlainPrefix = "wm-";
constexpr std::string_view kIconPrefix = "\uF418 ";

// At most kLongestHandle bytes; a cut name stays unique by the hash of the whole.
std::string limited(std::string slug) {
  if (slug.size() <= kLongestHandle) return slug;
  const std::string mark = "-" + base::sha256_hex(slug).substr(0, 8);
  slug.resize(kLongestHandle - mark.size());
  while (slug.ends_with('-')) slug.pop_back();
  return slug + mark;
}

base::Result<std::string> handle_of(std::string_view text) {
  std::string handle = limited(base::slug(text));
  if (handle.empty()) {
    return base::fail("Handle cannot be empty", "Give a name with letters or digits, for example with --name.");
  }
  return handle;
}

std::string_view last_part(std::string_view branch) {
  while (branch.ends_with('/')) branch.remove_suffix(1);
  const size_t slash = branch.rfind('/');
  return slash == std::string_view::npos ? branch : branch.substr(slash + 1);
}

// True for a character of a private use area in well-formed UTF-8: U+E000..F8FF are EE 80 80..EF A3 BF, the planes
// U+F0000..FFFFF are F3 B0 80 80..F3 BF BF BF.
bool has_private_use(std::string_view text) {
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if (first == 0xee || (first == 0xef && second <= 0xa3) || (first == 0xf3 && second >= 0xb0)) return true;
  }
  return false;
}

base::Result<std::string> expand_placeholders(std::string_view text, std::string_view project) {
  std::string expanded;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t open = rest.find('{');
    expanded += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const size_t close = rest.find('}', open);
    if (close == std::string_view::npos) {
      return base::fail(fmt::format("worktree_dir: unterminated '{{' in template '{}'", text));
    }
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    if (name != "project") {
      return base::fail(fmt::format(
          "worktree_dir: unknown placeholder '{{{}}}' in '{}' (only '{{project}}' is supported)", name, text));
    }
    expanded += project;
    rest.remove_prefix(close + 1);
  }
  return expanded;
}

std::filesystem::path without_final_slash(const std::filesystem::path& path) {
  return path.has_filename() || path == path.root_path() ? path : path.parent_path();
}

}  // namespace

base::Result<std::string> derive_handle(std::string_view branch, const std::optional<std::string>& name,
                                        const Config& config) {
  if (name) return handle_of(*name);
  const bool basename = config.worktree_naming == WorktreeNaming::basename;
  const std::string_view part = basename ? last_part(branch) : branch;
  return handle_of(config.worktree_prefix.value_or("") + std::string(part));
}

base::Result<std::string> derive_target_name(const std::optional<std::string>& target_name, std::string_view handle) {
  if (!target_name) return std::string(handle);
  std::string slug = limited(base::slug(*target_name));
  if (slug.empty()) {
    return base::fail("Target name cannot be empty", "Give --target-name a name with letters or digits.");
  }
  return slug;
}

std::string window_prefix(const Config& config, IconFont font) {
  if (config.window_prefix) return *config.window_prefix;
  return std::string(font == IconFont::yes ? kIconPrefix : kPlainPrefix);
}

std::string full_target_name(std::string_view prefix, std::string_view target_name) {
  return std::string(prefix) + std::string(target_name);
}

std::optional<IconFont> configured_icon_font(const Config& config) {
  if (config.nerdfont) return *config.nerdfont ? IconFont::yes : IconFont::no;
  const std::string all = config.status_icons.working + config.status_icons.waiting + config.status_icons.done +
                          config.window_prefix.value_or("") + config.worktree_prefix.value_or("");
  return has_private_use(all) ? std::optional(IconFont::yes) : std::nullopt;
}

base::Result<std::filesystem::path> worktrees_directory(const Config& config,
                                                        const std::filesystem::path& main_worktree,
                                                        const std::filesystem::path& home) {
  const std::filesystem::path main = without_final_slash(main_worktree.lexically_normal());
  const std::string project = main.filename().string();
  if (!config.worktree_dir) return main.parent_path() / (project + "__worktrees");
  const std::string text = TRY(expand_placeholders(*config.worktree_dir, project));
  std::filesystem::path path = text;
  if (text == "~") {
    path = home;
  } else if (text.starts_with("~/")) {
    path = home / text.substr(2);
  } else if (path.is_relative()) {
    path = main / path;
  }
  return without_final_slash(path.lexically_normal());
}

}  // namespace config
