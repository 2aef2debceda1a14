#include "workflow/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/digest.h"
#include "base/text.h"
#include "config/discovery.h"
#include "config/guards.h"
#include "git/refs.h"
#include "os/beneath.h"
#include "os/files.h"
#include "workflow/sources.h"

namespace workflow {

namespace {

constexpr size_t kLongestFile = 1U << 20;
constexpr size_t kMostContents = 200;  // of one branch; a merge brings the newest

TrustStore store_of(const World& world) {
  return TrustStore(world.setting.paths.state);
}

bool is_known(const std::vector<TrustEntry>& entries, std::string_view hash) {
  return std::ranges::find(entries, hash, &TrustEntry::hash) != entries.end();
}

bool is_foreign(const git::WorktreeRecord& record) {
  return record.sandbox || record.origin != git::Origin::local;
}

// Where the file lies below the top of the work tree that it was found in.
std::string place_of(const World& world, const std::filesystem::path& file) {
  for (const std::filesystem::path& top : {world.repository.worktree, world.repository.main_worktree}) {
    if (top.empty()) continue;
    const auto real = os::real_path(top);
    if (real && os::is_within(file, *real)) return file.lexically_relative(*real).generic_string();
  }
  return file.filename().string();
}

// The bytes that the worktree started with. Nothing: unknown, or there was no such file.
std::optional<std::string> original(const git::Runner& git, const git::WorktreeRecord& record,
                                    const std::string& file) {
  if (record.base_oid.empty()) return std::nullopt;
  const auto outcome = git.run({"cat-file", "blob", fmt::format("{}:{}", record.base_oid, file)});
  if (!outcome || !outcome->ok()) return std::nullopt;
  return outcome->output;
}

base::Result<bool> wrote(const World& world, const git::WorktreeRecord& record, const std::string& file,
                         std::string_view hash) {
  const auto tree = os::Beneath::open(record.path);
  if (!tree) return false;
  const auto text = tree->read_if_exists(file, kLongestFile);
  if (!text || !*text || base::sha256_hex(**text) != hash) return false;
  const git::Runner git = TRY(git_runner(world));
  const auto before = original(git.without_worktree(), record, file);
  return !before || base::sha256_hex(*before) != hash;
}

base::Result<bool> came_from_guest(const World& world, const std::string& file, std::string_view hash) {
  for (const git::NamedRecord& named : world.records.records) {
    if (is_foreign(named.record) && TRY(wrote(world, named.record, file, hash))) return true;
  }
  return false;
}

base::Result<> note_tainted(const World& world, const std::string& file, const std::string& hash) {
  return store_of(world).record(
      world.repository.project_id,
      {.hash = hash, .at = base::unix_seconds(), .kind = TrustKind::tainted, .file = file, .from_guest = true}, {});
}

// The last content of the same file that counted, when there is another one now.
std::optional<config::TrustedText> last_trusted(const World& world, const std::vector<TrustEntry>& entries,
                                                const std::string& file, std::string_view current) {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind == TrustKind::tainted || entry->file != file || entry->hash == current) continue;
    auto text = store_of(world).text_of(entry->hash);
    if (text) return config::TrustedText{.path = world.repository.main_worktree / file, .text = std::move(*text)};
  }
  return std::nullopt;
}

bool is_project_file(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  return name == ".workmux.yaml" || name == ".workmux.yml";
}

// Every project file in the commits that the branch has beyond its start: {object id, path}.
base::Result<std::vector<std::pair<std::string, std::string>>> committed_files(const git::Runner& git,
                                                                               const git::WorktreeRecord& record) {
  std::vector<std::string> arguments = {"rev-list", "--objects", "refs/heads/" + record.branch};
  if (!record.base_oid.empty()) arguments.push_back("^" + record.base_oid);
  for (const char* pattern : {"--", ":(glob)**/.workmux.yaml", ":(glob)**/.workmux.yml"})
    arguments.emplace_back(pattern);
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& line : base::lines(TRY(git.output(arguments)))) {
    const size_t blank = line.find(' ');
    if (blank == std::string::npos || !is_project_file(std::string_view(line).substr(blank + 1))) continue;
    files.emplace_back(line.substr(0, blank), line.substr(blank + 1));
    if (files.size() == kMostContents) break;
  }
  return files;
}

}  // namespace

base::Result<> add_trust(const World& world, config::Sources& sources) {
  const auto entries = TRY(store_of(world).entries(world.repository.project_id));
  for (const TrustEntry& entry : entries) {
    if (entry.approved()) sources.trusted.insert(entry.hash);
    if (entry.kind == TrustKind::tainted) sources.tainted.insert(entry.hash);
  }
  const auto found = config::discover_project(sources);
  if (!found) return {};  // load() says what is wrong
  std::string file = ".workmux.yaml";
  std::string hash;
  if (found->project) {
    file = place_of(world, found->project->path);
    hash = base::sha256_hex(found->project->text);
    if (!is_known(entries, hash) && TRY(came_from_guest(world, file, hash))) {
      sources.tainted.insert(hash);
      TRY(note_tainted(world, file, hash));
    }
  }
  sources.last_trusted = last_trusted(world, entries, file, hash);
  return {};
}

void note_use(const World& world, const config::Sources& sources, const config::Loaded& loaded) {
  if (!loaded.project || sources.explicit_file) return;
  const config::ProjectFile& file = *loaded.project;
  const auto executing = file.host_executing.empty() ? config::HostExecuting::no : config::HostExecuting::yes;
  if (config::needs_approval(sources, config::project_trust(loaded.config), file.hash, executing)) return;
  const TrustStore store = store_of(world);
  const auto entries = store.entries(world.repository.project_id);
  if (!entries || is_known(*entries, file.hash)) return;
  (void)store.record(
      world.repository.project_id,
      {.hash = file.hash, .at = base::unix_seconds(), .kind = TrustKind::automatic, .file = place_of(world, file.path)},
      file.text);
}

base::Result<> note_guest_content(const World& world, const git::Worktree& worktree) {
  const git::WorktreeRecord* record = world.record_of(worktree.handle());
  if (record == nullptr || !is_foreign(*record)) return {};
  const auto entries = TRY(store_of(world).entries(world.repository.project_id));
  const git::Runner git = TRY(git_runner(world)).without_worktree();
  if (!record->branch.empty() && TRY(git::local_branch_exists(world.repository, record->branch))) {
    for (const auto& [id, file] : TRY(committed_files(git, *record))) {
      const std::string hash = base::sha256_hex(TRY(git.output({"cat-file", "blob", id})));
      if (!is_known(entries, hash)) TRY(note_tainted(world, file, hash));
    }
  }
  const auto tree = os::Beneath::open(worktree.path);
  if (!tree) return {};
  for (const char* file : {".workmux.yaml", ".workmux.yml"}) {
    const auto text = tree->read_if_exists(file, kLongestFile);
    if (!text || !*text) continue;
    const std::string hash = base::sha256_hex(**text);
    if (!is_known(entries, hash) && TRY(wrote(world, *record, file, hash))) TRY(note_tainted(world, file, hash));
  }
  return {};
}

base::Result<std::vector<config::ProjectFile>> approve_project_files(const World& world) {
  const config::Loaded loaded = TRY(load_config(world));
  std::vector<config::ProjectFile> files = loaded.pending;
  if (files.empty() && loaded.project) files.push_back(*loaded.project);
  for (const config::ProjectFile& file : files) {
    TRY(store_of(world).record(world.repository.project_id,
                               {.hash = file.hash,
                                .at = base::unix_seconds(),
                                .kind = TrustKind::command,
                                .file = place_of(world, file.path),
                                .from_guest = !config::counts_on_host(file.path, world.guest_writable())},
                               file.text));
  }
  return files;
}

}  // namespace workflow
