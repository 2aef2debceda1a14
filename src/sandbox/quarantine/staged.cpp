#include "sandbox/quarantine/staged.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "os/files.h"
#include "os/process.h"
#include "sandbox/quarantine/gitlinks.h"
#include "sandbox/quarantine/index_file.h"
#include "sandbox/quarantine/layout.h"
#include "sandbox/quarantine/objects.h"
#include "sandbox/quarantine/ref_texts.h"
#include "sandbox/quarantine/staged_guard.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kIndexLimit = size_t{1} << 30;

using Entries = std::map<std::string, IndexEntry, std::less<>>;

struct Staging {
  const Subject& subject;
  const Layout& layout;
  const os::FileLock& lock;
  git::Runner runner;
  os::Beneath facade_git;
  size_t id_bytes = 20;
  Staged result;
};

base::Error refused(std::string_view why) {
  return {.message = fmt::format("Could not take over what the sandbox staged: {}", why),
          .hint = "Commit it in the sandbox, or unstage it there.",
          .causes = {}};
}

// `git ls-files -s -z` on an index: "MODE ID STAGE\tPATH".
base::Result<std::vector<IndexEntry>> list_index(Staging& work, const std::filesystem::path& index) {
  git::RunOptions options;
  options.directory = work.subject.git_dir;
  options.environment = {{"GIT_INDEX_FILE", index.string()}};
  options.output_limit = kIndexLimit;
  ++work.result.processes;
  const std::string text = TRY(work.runner.output({"ls-files", "-s", "-z", "--full-name"}, options));
  std::vector<IndexEntry> entries;
  for (const auto line : base::split_views(text, '\0')) {
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    const auto fields = base::split_views(line.substr(0, tab), ' ');
    if (fields.size() != 3) continue;
    std::uint32_t mode = 0;  // an unreadable one is refused by the guard
    std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), mode, 8);
    entries.push_back({.path = std::string(line.substr(tab + 1)),
                       .mode = mode,
                       .id = std::string(fields[1]),
                       .stage = fields[2] == "0" ? 0 : 1});
  }
  return entries;
}

// The guest's index, listed by git from a copy that the guest cannot change meanwhile.
base::Result<std::vector<IndexEntry>> guest_entries(Staging& work) {
  const auto bytes = TRY(work.facade_git.read_if_exists(work.layout.own_file("index"), kIndexLimit));
  if (!bytes) return std::vector<IndexEntry>{};
  const auto contents = TRY(parse_index(*bytes, work.id_bytes));
  if (contents.split || contents.sparse)
    return std::unexpected(refused("its index is split or sparse, which is not taken over"));
  const auto copy = work.layout.host / "guest-index";
  TRY(os::write_atomically(copy, *bytes));
  auto entries = list_index(work, copy);
  TRY(os::remove_file(copy));
  return entries;
}

base::Result<std::vector<IndexEntry>> host_entries(Staging& work) {
  const auto bytes = TRY(os::read_file_if_exists(work.subject.git_dir / "index", kIndexLimit));
  if (!bytes) return std::vector<IndexEntry>{};
  auto contents = TRY(parse_index(*bytes, work.id_bytes));
  if (contents.split || contents.sparse) return list_index(work, work.subject.git_dir / "index");
  return std::move(contents.entries);
}

Entries by_path(std::vector<IndexEntry> entries) {
  Entries map;
  for (auto& entry : entries) map[entry.path] = std::move(entry);
  return map;
}

struct Difference {
  std::string index_info;          // for update-index -z --index-info
  std::vector<std::string> blobs;  // that the new entries name
  std::uint64_t count = 0;
};

Difference compare(const Entries& guest, const Entries& host, size_t digits) {
  Difference difference;
  std::set<std::string> blobs;
  const auto line = [&](std::uint32_t mode, const std::string& id, const std::string& path) {
    difference.index_info += fmt::format("{:o} {} 0\t{}", mode, id, path);
    difference.index_info.push_back('\0');
    ++difference.count;
  };
  // Removals first: a directory may take the place of a file.
  for (const auto& [path, entry] : host) {
    if (!guest.contains(path)) line(0, std::string(digits, '0'), path);
  }
  for (const auto& [path, entry] : guest) {
    const auto old = host.find(path);
    if (old != host.end() && old->second == entry) continue;
    line(entry.mode, entry.id, path);
    if (entry.mode != kGitlink) blobs.insert(entry.id);
  }
  difference.blobs.assign(blobs.begin(), blobs.end());
  return difference;
}

base::Result<> check_same_head(Staging& work) {
  const auto guest = TRY(read_ref_texts(work.facade_git, work.layout.own)).refs;
  const auto host = TRY(read_ref_texts(TRY(os::Beneath::open(work.subject.common_dir)), work.layout.own)).refs;
  const std::string guest_commit = resolve_text(guest, text_of(guest, kHead));
  const std::string host_commit = resolve_text(host, text_of(host, kHead));
  if (text_of(guest, kHead) != text_of(host, kHead) || guest_commit != host_commit)
    return std::unexpected(refused("HEAD of the sandbox and of the host differ"));
  if (!host_commit.empty()) work.id_bytes = host_commit.size() / 2;
  return {};
}

base::Result<> apply(Staging& work, const Difference& difference) {
  const auto built = work.subject.git_dir / kNewIndex;
  TRY(clean_up_new_index(work.subject.git_dir));
  if (os::status_of(work.subject.git_dir / "index")) TRY(os::copy_file(work.subject.git_dir / "index", built, 0600));
  git::RunOptions options;
  options.access = git::Access::write;
  options.directory = work.subject.git_dir;
  options.environment = {{"GIT_INDEX_FILE", built.string()}};
  options.settings = {{"core.splitIndex", "false"}};
  options.input = difference.index_info;
  os::Command command = work.runner.command({"update-index", "-z", "--index-info"}, options);
  command.die_with_parent = true;
  command.descriptors = {{work.lock.descriptor(), kLockInChild}};
  ++work.result.processes;
  const auto outcome = TRY(os::run(command));
  if (!outcome.ok()) {
    TRY(clean_up_new_index(work.subject.git_dir));
    return std::unexpected(git::failure({"update-index"}, outcome).with("Could not take over what the sandbox staged"));
  }
  return install_index(work.subject.git_dir);
}

base::Result<> take(Staging& work) {
  TRY(check_same_head(work));
  const auto guest = TRY(guest_entries(work));
  const auto host = by_path(TRY(host_entries(work)));
  IndexContents host_contents;
  for (const auto& [path, entry] : host) host_contents.entries.push_back(entry);
  if (const auto why = refuse_staged(guest, gitlinks_of(host_contents))) return std::unexpected(refused(*why));
  const auto difference = compare(by_path(guest), host, work.id_bytes * 2);
  if (difference.count == 0) return {};
  const auto brought = TRY(bring_objects(work.layout, work.lock, work.facade_git, work.runner,
                                         {.tips = {}, .have = {}, .blobs = difference.blobs}));
  work.result.processes += brought.processes;
  TRY(apply(work, difference));
  work.result.changed = difference.count;
  return {};
}

}  // namespace

base::Result<Staged> take_staged(const Subject& subject) {
  const Layout layout = layout_of(subject);
  if (!os::status_of(layout.git)) return Staged{};
  const auto lock = TRY(lock_facade(layout));
  Staging work{.subject = subject,
               .layout = layout,
               .lock = lock,
               .runner = TRY(runner_of(subject)),
               .facade_git = TRY(os::Beneath::open(layout.git)),
               .result = {}};
  TRY(take(work));
  return work.result;
}

}  // namespace sandbox::quarantine
