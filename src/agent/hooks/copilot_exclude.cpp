#include "agent/hooks/copilot_exclude.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "agent/hooks/kinds.h"
#include "base/text.h"
#include "os/beneath.h"

namespace agent::hooks {

namespace {

constexpr const char* kFile = "info/exclude";
constexpr size_t kLimit = 1U << 20;

std::string our_line() {
  return fmt::format("/{}/", kCopilotDirectory);
}

bool is_ours(std::string_view line) {
  return base::trim(line) == our_line();
}

// Replaces the text of the file by what `edit` makes of its lines; without the file nothing happens.
template <typename Edit>
base::Result<> edit_exclude(const std::filesystem::path& common_directory, Edit edit) {
  const os::Beneath common = TRY(os::Beneath::open(common_directory));
  const auto status = common.status(kFile);
  if (!status || status->type != os::FileType::regular) return {};
  std::vector<std::string> lines = base::lines(TRY(common.read(kFile, kLimit)));
  if (!edit(lines)) return {};
  return common.replace(kFile, lines.empty() ? "" : base::join(lines, "\n") + "\n", status->mode);
}

}  // namespace

base::Result<> exclude_copilot_hooks(const std::filesystem::path& common_directory) {
  return edit_exclude(common_directory, [](std::vector<std::string>& lines) {
    if (std::ranges::any_of(lines, is_ours)) return false;
    lines.push_back(our_line());
    return true;
  });
}

base::Result<> include_copilot_hooks(const std::filesystem::path& common_directory) {
  return edit_exclude(common_directory,
                      [](std::vector<std::string>& lines) { return std::erase_if(lines, is_ours) > 0; });
}

}  // namespace agent::hooks
