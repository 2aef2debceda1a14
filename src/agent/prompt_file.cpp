#include "agent/prompt_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/text.h"
#include "base/unicode.h"

namespace agent {

namespace {

constexpr std::string_view kDirectory = ".workmux";
constexpr std::int64_t kKeepMillis = 7LL * 86400 * 1000;
constexpr std::string_view kExclude = "info/exclude";

// Characters that neither a shell nor a listing can misread.
bool is_harmless(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("-_.+=@,%").contains(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Leaves room for the rest of the file's name in the 255 bytes that file systems allow.
constexpr size_t kNameLimit = 200;

std::string safe_name(std::string_view branch) {
  std::string name(branch);
  std::ranges::replace_if(name, [](char c) { return c == '/' || c == '\\' || c == ':'; }, '-');
  const bool is_safe = !name.empty() && name.size() <= kNameLimit && name.front() != '-' && name.front() != '.' &&
                       std::ranges::all_of(name, is_harmless) && base::sanitise_line(name) == name;
  if (is_safe) return name;
  return fmt::format("{}-{}", base::slug(branch).substr(0, kNameLimit / 2), base::sha256_hex(branch).substr(0, 8));
}

// The time in the name of a prompt of the second kind.
std::optional<std::int64_t> injected_at(std::string_view name) {
  if (!name.starts_with("PROMPT-") || !name.ends_with(".md")) return std::nullopt;
  name.remove_suffix(3);
  const std::string_view digits = name.substr(name.rfind('-') + 1);
  // 13 digits: milliseconds between 2001 and 2286, which no branch name happens to end in.
  return digits.size() == 13 ? base::parse_integer(digits) : std::nullopt;
}

}  // namespace

std::string prompt_file_name(std::string_view branch) {
  return fmt::format("PROMPT-{}.md", safe_name(branch));
}

std::string prompt_file_name(std::string_view branch, std::int64_t unix_millis) {
  return fmt::format("PROMPT-{}-{}.md", safe_name(branch), unix_millis);
}

base::Result<std::string> write_prompt(const os::Beneath& worktree, std::string_view file_name, std::string_view text) {
  const std::string path = fmt::format("{}/{}", kDirectory, file_name);
  TRY_WITH(worktree.make_directories(kDirectory, 0700),
           fmt::format("Could not make '{}' in '{}' for the prompt", kDirectory, worktree.root().string()));
  TRY_WITH(worktree.replace(path, text, 0600),
           fmt::format("Could not write the prompt to '{}'", (worktree.root() / path).string()));
  return path;
}

void remove_old_prompts(const os::Beneath& worktree, std::int64_t now_millis) {
  const auto names = worktree.list(kDirectory);
  if (!names) return;
  for (const std::string& name : *names) {
    const auto time = injected_at(name);
    if (time && now_millis - *time > kKeepMillis) (void)worktree.remove(fmt::format("{}/{}", kDirectory, name));
  }
}

base::Result<Excluded> exclude_prompts(const os::Beneath& common_directory) {
  const auto status = common_directory.status(kExclude);
  if (!status) return Excluded::no_file;
  const std::string where = (common_directory.root() / kExclude).string();
  if (status->type != os::FileType::regular)
    return base::fail(fmt::format("Did not add '.workmux/' to '{}', because it is not a plain file", where),
                      "Replace the link by a file, or add the line yourself.");
  std::string text = TRY_WITH(common_directory.read(kExclude, 4U << 20), fmt::format("Could not read '{}'", where));
  for (const std::string& line : base::lines(text)) {
    if (base::trim(line) == ".workmux/") return Excluded::present;
  }
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  text += "# workmux prompt files\n.workmux/\n";
  TRY_WITH(common_directory.replace(kExclude, text, status->mode),
           fmt::format("Could not add '.workmux/' to '{}'", where));
  return Excluded::added;
}

}  // namespace agent
