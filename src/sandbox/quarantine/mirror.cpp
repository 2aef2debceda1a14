#include "sandbox/quarantine/mirror.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/clock.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/quarantine/file_guard.h"

namespace sandbox::quarantine {

namespace {

// Within this time after a change, a further change may leave the same time stamp.
constexpr std::int64_t kUnsettled = 50'000'000;  // nanoseconds
constexpr size_t kCopyLimit = size_t{4} << 30;

using Stamps = std::map<std::string, std::string, std::less<>>;

bool is_loose_name(std::string_view name) {
  return (name.size() == 38 || name.size() == 62) && base::is_lower_hex(name);
}

bool is_pack_name(std::string_view name) {
  const bool kind = name.ends_with(".pack") || name.ends_with(".idx");
  return kind && name.starts_with("pack-") && name.size() < 200 &&
         base::is_lower_hex(name.substr(5, name.rfind('.') - 5));
}

std::filesystem::path stamps_file(const std::filesystem::path& mirror) {
  return mirror.string() + ".stamps";
}

base::Result<Stamps> read_stamps(const std::filesystem::path& mirror) {
  Stamps stamps;
  const auto text = TRY(os::read_file_if_exists(stamps_file(mirror)));
  if (!text) return stamps;
  for (const auto& line : base::lines(*text)) {
    const size_t blank = line.find(' ');
    if (blank != std::string::npos) stamps[line.substr(0, blank)] = line.substr(blank + 1);
  }
  return stamps;
}

base::Result<> write_stamps(const std::filesystem::path& mirror, const Stamps& stamps) {
  std::string text;
  for (const auto& [name, stamp] : stamps) text += fmt::format("{} {}\n", name, stamp);
  return os::write_atomically(stamps_file(mirror), text);
}

// Empty while the directory changed too recently to trust its time stamp.
std::string stamp_of(const os::FileStatus& status) {
  const std::int64_t age = base::unix_milliseconds() * 1'000'000 - status.modified_ns;
  if (age < kUnsettled) return {};
  return fmt::format("{}:{}:{}", status.device, status.inode, status.modified_ns);
}

struct Mirroring {
  const os::Beneath& git;
  const os::Beneath& mirror;
  MirrorResult& result;
};

void refuse(Mirroring& work, std::string_view path, std::string_view why) {
  if (work.result.refused.size() < 20) work.result.refused.push_back(fmt::format("{} {}", base::sanitise(path), why));
}

// The link is made first and looked at afterwards: what was checked is what git will read.
base::Result<> take(Mirroring& work, const os::Beneath& from, const os::Beneath& to, const std::string& directory,
                    const std::string& name) {
  const std::string path = fmt::format("{}/{}", directory, name);
  if (linkat(from.descriptor(), name.c_str(), to.descriptor(), name.c_str(), 0) != 0) {
    if (errno == ENOENT || errno == EEXIST) return {};
    if (errno != EPERM && errno != EXDEV && errno != EMLINK)
      return base::fail_errno(fmt::format("Could not link '{}' of the sandbox's git directory", path), errno);
    const auto contents = from.read(name, kCopyLimit);  // an object of another owner, which we may only read
    if (!contents) {
      refuse(work, path, "cannot be read");
      return {};
    }
    TRY(to.create(name, *contents, 0400));
  } else if (const auto status = to.status(name); !status || status->type != os::FileType::regular) {
    refuse(work, path, status ? odd_file(status->type).value_or("is no regular file") : "vanished");
    TRY(to.remove(name));
    return {};
  }
  ++work.result.linked;
  return {};
}

base::Result<> sync_directory(Mirroring& work, const std::string& directory, bool (*wanted)(std::string_view)) {
  const auto from = work.git.descend("objects/" + directory);
  if (!from) {
    refuse(work, "objects/" + directory, "is no directory");
    return {};
  }
  TRY(work.mirror.make_directories(directory));
  const auto to = TRY(work.mirror.descend(directory));
  const auto there = TRY(from->list(""));
  const auto here = TRY(to.list(""));
  const std::set<std::string_view> present(here.begin(), here.end());
  for (const auto& name : there) {
    if (wanted(name) && !present.contains(name)) TRY(take(work, *from, to, "objects/" + directory, name));
  }
  const std::set<std::string_view> alive(there.begin(), there.end());
  for (const auto& name : here) {
    if (!alive.contains(name)) TRY(to.remove(name));
  }
  return {};
}

// `gc` in the guest removes whole directories of loose objects.
base::Result<> drop_vanished_directories(const os::Beneath& mirror, const std::vector<std::string>& alive) {
  for (const auto& name : TRY(mirror.list(""))) {
    if (name != "info" && std::ranges::find(alive, name) == alive.end()) TRY(mirror.remove_tree(name));
  }
  return {};
}

}  // namespace

base::Result<MirrorResult> update_mirror(const os::Beneath& git, const std::filesystem::path& mirror_path) {
  MirrorResult result;
  TRY(os::make_directories(mirror_path / "info"));
  const auto mirror = TRY(os::Beneath::open(mirror_path));
  Mirroring work{.git = git, .mirror = mirror, .result = result};
  const Stamps before = TRY(read_stamps(mirror_path));
  Stamps after;
  auto names = TRY_WITH(git.list("objects"), "Could not list the objects of the sandbox's git directory");
  // Packs last: `repack` in the guest writes the pack before it deletes the loose objects.
  std::ranges::stable_partition(names, [](const std::string& name) { return name != "pack"; });
  for (const auto& name : names) {
    const bool loose = name.size() == 2 && base::is_lower_hex(name);
    if (!loose && name != "pack") continue;
    const auto status = git.status("objects/" + name);
    if (!status) continue;
    if (status->type != os::FileType::directory) {
      refuse(work, "objects/" + name, "is no directory");
      continue;
    }
    const std::string stamp = stamp_of(*status);
    const auto old = before.find(name);
    if (stamp.empty() || old == before.end() || old->second != stamp)
      TRY(sync_directory(work, name, loose ? is_loose_name : is_pack_name));
    if (!stamp.empty()) after[name] = stamp;
  }
  TRY(drop_vanished_directories(mirror, names));
  if (after != before) TRY(write_stamps(mirror_path, after));
  return result;
}

base::Result<> forget_mirror_stamps(const std::filesystem::path& mirror) {
  return os::remove_file(stamps_file(mirror));
}

}  // namespace sandbox::quarantine
