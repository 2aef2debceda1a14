#include "agent/hooks/target_file.h"

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/text.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

constexpr size_t kLimit = 16U << 20;
constexpr base::JsonLimits kLimits{.depth = 128, .bytes = kLimit};

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

base::Result<std::optional<JsonTarget>> read_json_target(const std::filesystem::path& file) {
  auto text = TRY(read_target(file));
  if (!text) return std::nullopt;
  if (base::trim(*text).empty())
    return std::optional(JsonTarget{.text = *std::move(text), .value = base::Json::object()});
  auto json = base::parse_commented_json(*text, kLimits);
  if (json) return std::optional(JsonTarget{.text = *std::move(text), .value = *std::move(json)});
  base::Error error = std::move(json).error().with(fmt::format("'{}' is not valid JSON", file.string()));
  error.hint = "Repair it, or add the hooks by hand.";
  return std::unexpected(std::move(error));
}

base::Result<> write_json_target(const std::filesystem::path& file, const std::optional<JsonTarget>& old,
                                 const base::Json& wanted, Backup backup) {
  const bool has_text = old && !base::trim(old->text).empty();
  const std::string text = has_text ? TRY(base::edit_json(old->text, wanted, kLimits)) : base::dump_json_pretty(wanted);
  return write_target(file, old ? std::optional(old->text) : std::nullopt, text, backup);
}

base::Result<> write_target(const std::filesystem::path& file, const std::optional<std::string>& old,
                            std::string_view text, Backup backup) {
  if (old && *old == text) return {};
  TRY_WITH(os::make_directories(file.parent_path(), 0755),
           fmt::format("Could not make '{}'", file.parent_path().string()));
  const std::filesystem::path target = TRY(behind_links(file));
  const auto now = TRY(read_target(target));
  if (now && *now == text) return {};
  if (now != old)
    return base::fail(fmt::format("'{}' was changed by another program meanwhile", target.string()), "Try again.");
  const auto status = os::status_of(target);
  const mode_t mode = status ? status->mode : 0644;
  if (old && backup == Backup::yes && !os::status_of(backup_of(target)))
    TRY_WITH(os::write_atomically(backup_of(target), *old, mode, os::Durable::yes),
             fmt::format("Could not keep the old text of '{}'", target.string()));
  TRY_WITH(os::write_atomically(target, text, mode, os::Durable::yes),
           fmt::format("Could not write '{}'", target.string()));
  return {};
}

}  // namespace agent::hooks
