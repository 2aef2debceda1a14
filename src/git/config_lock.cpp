#include "git/config_lock.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "base/text.h"
#include "os/files.h"
#include "os/random.h"

namespace git {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kPause{10};
constexpr std::string_view kMark = "# workmux writes these settings: process ";
constexpr size_t kMarkLimit = 4096;

std::string our_mark() {
  return fmt::format("{}{}\n", kMark, ::getpid());
}

fs::path beside(const fs::path& lock) {
  return lock.parent_path() / fmt::format(".workmux-{}.tmp", os::random_hex(16));
}

// The mark in a lock that a workmux of this user left when it was killed. Processes of others may be hidden from us, so
// their locks are left alone.
std::optional<std::string> mark_of_the_dead(const fs::path& lock) {
  const auto status = os::status_of(lock);
  if (!status || status->type != os::FileType::regular || status->owner != ::geteuid()) return std::nullopt;
  auto text = os::read_file(lock, kMarkLimit);
  if (!text || !text->starts_with(kMark)) return std::nullopt;
  const auto process = base::parse_integer(base::trim(std::string_view(*text).substr(kMark.size())));
  if (!process || *process <= 0 || !os::status_of("/proc/self")) return std::nullopt;
  if (os::status_of(fmt::format("/proc/{}", *process))) return std::nullopt;
  return *std::move(text);
}

// Moved away first: of several that saw it, one gets it, and what it got it can look at in peace.
bool remove_dead(const fs::path& lock, const std::string& mark) {
  const fs::path moved = beside(lock);
  if (!os::rename_path(lock, moved)) return false;
  const auto text = os::read_file(moved, kMarkLimit);
  // Somebody was faster, and this is a new one: it goes back.
  if (!text || *text != mark) (void)os::rename_without_replacing(moved, lock);
  return os::remove_file(moved).has_value();
}

// The lock is there with its mark, or not at all.
base::Result<> create(const fs::path& lock) {
  const fs::path made = beside(lock);
  TRY(os::create_file(made, our_mark(), 0600));
  auto done = os::rename_without_replacing(made, lock);
  if (!done) (void)os::remove_file(made);
  return done;
}

}  // namespace

base::Result<ConfigLock> ConfigLock::take(const fs::path& file) {
  fs::path lock = file;
  lock += ".lock";
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    auto created = create(lock);
    if (created) return ConfigLock(std::move(lock));
    const bool locked = os::status_of(lock).has_value();
    const auto mark = mark_of_the_dead(lock);
    if (mark && remove_dead(lock, *mark)) continue;
    if (std::chrono::steady_clock::now() >= give_up) {
      if (!locked) return std::unexpected(std::move(created).error());
      return base::fail(fmt::format("Could not change the git settings: '{}' exists", lock.string()),
                        "Another git process is writing them; if none runs, remove that file.");
    }
    std::this_thread::sleep_for(kPause);
  }
}

ConfigLock::~ConfigLock() {
  if (!path_.empty()) (void)os::remove_file(path_);
}

}  // namespace git
