#include "sandbox/quarantine/objects.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"
#include "os/process.h"
#include "sandbox/quarantine/mirror.h"
#include "sandbox/quarantine/objects_guard.h"
#include "sandbox/quarantine/pack_guard.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

constexpr auto kTimeLimit = std::chrono::minutes(10);

// A path in git's list of object directories: separated by ":", so one that holds it is quoted.
std::string quoted(const fs::path& path) {
  const std::string text = path.string();
  if (text.find_first_of(":\"\\") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') quoted += '\\';
    quoted += character;
  }
  return quoted + '"';
}

base::Result<os::Descriptor> open_or_fail(const fs::path& path, int flags) {
  os::Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return base::fail_errno(fmt::format("Could not open '{}'", path.string()), errno);
  return file;
}

std::string request_text(const Wanted& wanted) {
  std::string text;
  for (const auto& id : wanted.blobs) text += id + "\n";
  for (const auto& id : wanted.tips) text += id + "\n";
  for (const auto& id : wanted.have) text += "^" + id + "\n";
  return text;
}

std::string printed_by(const fs::path& errors) {
  const auto text = os::read_file(errors, 1U << 20);
  return text ? std::string(base::trim(base::sanitise(text->substr(0, 4096)))) : std::string();
}

base::Error import_failure(std::vector<std::string> causes) {
  return {.message = "Could not import what the sandbox committed: an object is missing, forged or broken",
          .hint = "Nothing was changed. Look at the commits in the sandbox with 'git fsck'.",
          .causes = std::move(causes)};
}

struct Conveyor {
  const git::Runner& runner;
  const os::FileLock& lock;
  fs::path objects;  // that git reads besides the repository's own
  fs::path incoming;
};

base::Result<os::Child> start_packing(const Conveyor& work, const Wanted& wanted, const os::Descriptor& output) {
  TRY(os::create_file(work.incoming / "request", request_text(wanted)));
  const auto request = TRY(open_or_fail(work.incoming / "request", O_RDONLY));
  const auto errors = TRY(open_or_fail(work.incoming / "errors", O_WRONLY | O_CREAT | O_EXCL));
  std::vector<std::string> arguments = {"pack-objects", "-q", "--stdout", "--delta-base-offset"};
  if (wanted.blobs.empty()) arguments.emplace_back("--revs");
  git::RunOptions options;
  options.environment = {{"GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted(work.objects)}};
  options.settings = {{"pack.useBitmaps", "false"}, {"pack.allowPackReuse", "false"}, {"pack.window", "0"}};
  options.directory = work.incoming;
  os::Command command = work.runner.command(arguments, options);
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::null;
  command.die_with_parent = true;
  command.descriptors = {
      {request.get(), 0}, {output.get(), 1}, {errors.get(), 2}, {work.lock.descriptor(), kLockInChild}};
  return os::start(command);
}

// Runs both ends of the pipe; the pack and its index lie in `incoming` afterwards.
base::Result<> convey(const Conveyor& work, const Wanted& wanted) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe", errno);
  os::Descriptor reading(ends[0]);
  os::Descriptor writing(ends[1]);
  os::Child packing = TRY(start_packing(work, wanted, writing));
  writing.reset();
  git::RunOptions options;
  options.access = git::Access::write;
  options.time_limit = kTimeLimit;
  options.directory = work.incoming;
  options.settings = {{"pack.threads", "1"}};
  os::Command checking = work.runner.command(checking_call(work.incoming / "checked.pack"), options);
  checking.die_with_parent = true;
  checking.descriptors = {{reading.get(), 0}, {work.lock.descriptor(), kLockInChild}};
  const auto checked = TRY(os::run(checking));
  reading.reset();
  const auto packed = packing.wait(kTimeLimit);
  if (!packed || !packed->ok()) return std::unexpected(import_failure({printed_by(work.incoming / "errors")}));
  if (!checked.ok()) return std::unexpected(import_failure(git::failure({"index-pack"}, checked).causes));
  return {};
}

// The number of objects, from the header of a pack.
base::Result<std::uint64_t> objects_in(const fs::path& pack) {
  const auto file = TRY(open_or_fail(pack, O_RDONLY));
  unsigned char header[12] = {};
  if (::read(file.get(), header, sizeof header) != static_cast<ssize_t>(sizeof header))
    return base::fail(fmt::format("Could not read the pack '{}'", pack.string()));
  std::uint64_t count = 0;
  for (size_t i = 8; i < 12; ++i) count = (count << 8U) | header[i];
  return count;
}

base::Result<> move_file(const fs::path& from, const fs::path& to) {
  if (os::rename_path(from, to)) return {};
  // Another file system: a copy under a name that git ignores and cleans up, then a rename.
  const fs::path temporary = to.parent_path() / fmt::format("tmp_{}", to.filename().string());
  TRY(os::copy_file(from, temporary, 0444));
  return os::rename_path(temporary, to);
}

// The pack first: git looks for packs by their index.
base::Result<> install(const Conveyor& work, std::string_view index) {
  // A name of the contents, so that the same pack is never there twice.
  const std::string name = fmt::format("pack-{}", base::sha256_hex(index).substr(0, 40));
  const fs::path packs = work.runner.repository().common_dir / "objects" / "pack";
  TRY(os::make_directories(packs, 0755));
  TRY(move_file(work.incoming / "checked.pack", packs / (name + ".pack")));
  return move_file(work.incoming / "checked.idx", packs / (name + ".idx"));
}

base::Result<> check_blobs(const Wanted& wanted, std::string_view index) {
  if (wanted.blobs.empty()) return {};
  const auto ids = TRY(ids_in_pack_index(index, wanted.blobs.front().size() / 2));
  const std::set<std::string_view> there(ids.begin(), ids.end());
  for (const auto& id : wanted.blobs) {
    if (!there.contains(id)) return std::unexpected(import_failure({fmt::format("object {} is not what it says", id)}));
  }
  return {};
}

// All steps between the guest's objects and the real repository; returns how many objects came over.
base::Result<std::uint64_t> pass_on(const Conveyor& work, const Wanted& wanted) {
  TRY(convey(work, wanted));
  const std::uint64_t objects = TRY(objects_in(work.incoming / "checked.pack"));
  if (objects == 0) return objects;
  const std::string index = TRY(os::read_file(work.incoming / "checked.idx", size_t{1} << 30));
  TRY(check_blobs(wanted, index));
  TRY(install(work, index));
  return objects;
}

std::uint32_t number_at(std::string_view bytes, size_t at) {
  std::uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

}  // namespace

base::Result<Brought> bring_objects(const Layout& layout, const os::FileLock& lock, const os::Beneath& facade_git,
                                    const git::Runner& runner, const Wanted& wanted) {
  Brought brought;
  if (wanted.tips.empty() && wanted.blobs.empty()) return brought;
  const fs::path mirror = layout.host / "objects";
  brought.notices = TRY(update_mirror(facade_git, mirror)).refused;
  const Conveyor work{.runner = runner,
                      .lock = lock,
                      .objects = objects_for_git(layout.git / "objects", mirror),
                      .incoming = layout.host / "incoming"};
  TRY(os::remove_tree(work.incoming));  // what a killed import left
  TRY(os::make_directories(work.incoming));
  brought.processes = 2;
  const auto objects = pass_on(work, wanted);
  TRY(os::remove_tree(work.incoming));
  brought.objects = TRY(objects);
  return brought;
}

base::Result<std::vector<std::string>> ids_in_pack_index(std::string_view bytes, size_t id_bytes) {
  constexpr size_t kHeader = 8;
  constexpr size_t kFanOut = 256 * 4;
  const auto bad = [] { return base::fail("Could not read a pack index: it is no index of version 2"); };
  if (bytes.size() < kHeader + kFanOut || !bytes.starts_with("\377tOc") || number_at(bytes, 4) != 2) return bad();
  const size_t count = number_at(bytes, kHeader + kFanOut - 4);
  if ((bytes.size() - kHeader - kFanOut) / id_bytes < count) return bad();
  std::vector<std::string> ids;
  ids.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    ids.push_back(base::to_hex(bytes.substr(kHeader + kFanOut + i * id_bytes, id_bytes)));
  }
  return ids;
}

}  // namespace sandbox::quarantine
