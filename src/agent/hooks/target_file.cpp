#include "agent/hooks/target_file.h"

#include <fmt/format.h>

#include "base/text.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

constexpr size_t kLimit = 16U << 20;

// The file itself, behind links.
base::Result<std::filesystem::path> behind_links(const std::filesystem::path& file) {
  const auto status = os::status_of(file);
  if (!status || status->type != os::FileType::symlink) return file;
  return TRY_WITH(os::real_path(file), fmt::format("'{}' is a link to a file that does not exist", file.string()));
}

}  // namespace

std::filesystem::path backup_of(const std::filesystem::path& file) {
  std::filesystem::path backup = behind_links(file).value_or(file);
  backup += ".workmux-backup";
  return backup;
}

base::Result<std::optional<std::string>> read_target(const std::filesystem::path& file) {
  return TRY_WITH(os::read_file_if_exists(file, kLimit), fmt::format("Could not read '{}'", file.string()));
}

base::Result<std::optional<base::Json>> read_json_target(const std::filesystem::path& file) {
  const auto text = TRY(read_target(file));
  if (!text) return std::nullopt;
  if (base::trim(*text).empty()) return std::optional(base::Json::object());
  auto json = base::parse_json(*text, {.depth = 128, .bytes = kLimit});
  if (json) return std::optional(*std::move(json));
  base::Error error = std::move(json).error().with(fmt::format("'{}' is not valid JSON", file.string()));
  error.hint = "Repair it (comments are not JSON), or add the hooks by hand.";
  return std::unexpected(std::move(error));
}

base::Result<> write_target(const std::filesystem::path& file, std::string_view text, Backup backup) {
  TRY_WITH(os::make_directories(file.parent_path(), 0755),
           fmt::format("Could not make '{}'", file.parent_path().string()));
  const std::filesystem::path target = TRY(behind_links(file));
  const auto old = TRY(read_target(target));
  if (old && *old == text) return {};
  const auto status = os::status_of(target);
  const mode_t mode = status ? status->mode : 0644;
  if (old && backup == Backup::yes && !os::status_of(backup_of(target)))
    TRY_WITH(os::create_file(backup_of(target), *old, mode),
             fmt::format("Could not keep the old text of '{}'", target.string()));
  TRY_WITH(os::write_atomically(target, text, mode), fmt::format("Could not write '{}'", target.string()));
  return {};
}

}  // namespace agent::hooks
