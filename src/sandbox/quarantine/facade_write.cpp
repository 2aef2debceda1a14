#include "sandbox/quarantine/facade_write.h"

#include <fmt/format.h>

#include "base/text.h"
#include "os/files.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

namespace {

// Two, because packed-refs is locked while a ref is.
constexpr std::string_view kPackedLock = "packed-refs.lock";

std::filesystem::path journal_file(const Layout& layout, std::string_view lock) {
  return layout.host / (lock == kPackedLock ? "facade-lock-packed" : "facade-lock");
}

// A lock file in the facade for as long as this lives. It is noted in the journal first: a guest cannot create a file
// of that name while ours exists, so what the journal names after a kill is ours.
class LockFile {
 public:
  static base::Result<std::optional<LockFile>> take(const Layout& layout, const os::Beneath& git,
                                                    const std::string& path, std::string_view contents) {
    const std::string lock = path + ".lock";
    if (git.status(lock)) return std::nullopt;
    const size_t slash = path.rfind('/');
    if (slash != std::string::npos) TRY(git.make_directories(path.substr(0, slash), 0755));
    TRY(os::write_atomically(journal_file(layout, lock), lock));
    LockFile held(layout, git, lock);
    if (git.create(lock, contents, 0644)) return held;
    held.taken_ = false;
    TRY(os::remove_file(journal_file(layout, lock)));
    return std::nullopt;
  }

  LockFile(LockFile&& other) noexcept
      : layout_(other.layout_),
        git_(other.git_),
        path_(std::move(other.path_)),
        taken_(std::exchange(other.taken_, false)) {}
  LockFile& operator=(LockFile&&) = delete;
  ~LockFile() {
    if (taken_ && git_.remove(path_)) static_cast<void>(os::remove_file(journal_file(layout_, path_)));
  }

  // Makes the lock file the file itself.
  base::Result<> rename_to(const std::string& path) {
    TRY(git_.rename(path_, path));
    taken_ = false;
    return os::remove_file(journal_file(layout_, path_));
  }

 private:
  LockFile(const Layout& layout, const os::Beneath& git, std::string path)
      : layout_(layout), git_(git), path_(std::move(path)) {}
  const Layout& layout_;
  const os::Beneath& git_;
  std::string path_;
  bool taken_ = true;
};

base::Result<Written> drop_from_packed(const Layout& layout, const os::Beneath& git, const std::string& ref) {
  const auto packed = TRY(git.read_if_exists("packed-refs", 64U << 20));
  if (!packed || !parse_packed_refs(*packed).contains(ref)) return Written::yes;
  return write_locked(layout, git, "packed-refs", *packed, without_packed_ref(*packed, ref));
}

}  // namespace

base::Result<Written> write_locked(const Layout& layout, const os::Beneath& git, const std::string& path,
                                   std::optional<std::string_view> expected, std::string_view contents) {
  auto lock = TRY(LockFile::take(layout, git, path, contents));
  if (!lock) return Written::busy;
  const auto present = TRY(git.read_if_exists(path, size_t{1} << 30));
  if (present && (!expected || base::trim(*present) != base::trim(*expected))) return Written::changed;
  if (const auto status = git.status(path); status && status->type == os::FileType::directory) return Written::changed;
  TRY(lock->rename_to(path));
  return Written::yes;
}

base::Result<Written> delete_ref_locked(const Layout& layout, const os::Beneath& git, const std::string& ref,
                                        std::string_view expected) {
  auto lock = TRY(LockFile::take(layout, git, ref, ""));
  if (!lock) return Written::busy;
  const auto present = TRY(git.read_if_exists(ref, 4096));
  if (present && base::trim(*present) != expected) return Written::changed;
  if (const auto packed = TRY(drop_from_packed(layout, git, ref)); packed != Written::yes) return packed;
  TRY(git.remove(ref));
  return Written::yes;
}

base::Result<> clean_up_locks(const Layout& layout, const os::Beneath& git) {
  for (const auto name : {std::string_view("any"), kPackedLock}) {
    const auto journal = journal_file(layout, name);
    const auto lock = TRY(os::read_file_if_exists(journal, 4096));
    if (!lock) continue;
    if (lock->ends_with(".lock")) TRY(git.remove(*lock));
    TRY(os::remove_file(journal));
  }
  return {};
}

}  // namespace sandbox::quarantine
