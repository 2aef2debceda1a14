#include "git/refs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/unicode.h"
#include "git/ref_process.h"
#include "git/ref_store.h"

namespace git {
namespace {

constexpr std::string_view kHeads = "refs/heads/";
constexpr std::string_view kRemotes = "refs/remotes/";
constexpr std::string_view kSetMainBranch = "Set 'main_branch' in .workmux.yaml or in the global configuration.";

bool names_by_process(const Repository& repository) {
  return repository.ref_format != RefFormat::files;
}

base::Result<std::vector<std::string>> names_below(const Repository& repository, std::string_view prefix) {
  if (!names_by_process(repository)) return RefStore(repository).names(prefix);
  std::vector<std::string> names;
  for (Ref& ref : TRY(list_refs_by_process(repository, prefix))) names.push_back(std::move(ref.name));
  return names;
}

base::Result<bool> has_commits(const Repository& repository) {
  const auto head = read_head(repository);
  if (head && !head->id.empty()) return true;
  return !TRY(names_below(repository, kHeads)).empty();
}

}  // namespace

base::Result<Head> read_head(const Repository& repository, const std::filesystem::path& git_dir) {
  if (names_by_process(repository)) return read_head_by_process(repository, git_dir);
  return RefStore(repository).head(git_dir);
}

base::Result<std::optional<std::string>> resolve_ref(const Repository& repository, std::string_view name) {
  if (names_by_process(repository)) return resolve_ref_by_process(repository, name);
  return RefStore(repository).resolve(repository.git_dir, name);
}

base::Result<std::optional<std::string>> symbolic_target(const Repository& repository, std::string_view name) {
  if (names_by_process(repository)) return symbolic_target_by_process(repository, name);
  const auto contents = TRY(RefStore(repository).read(repository.git_dir, name));
  const auto target = contents ? symbolic_name(*contents) : std::nullopt;
  return target ? std::optional<std::string>(*target) : std::nullopt;
}

base::Result<bool> local_branch_exists(const Repository& repository, std::string_view branch) {
  if (!is_valid_branch_name(branch)) return false;
  return TRY(resolve_ref(repository, std::string(kHeads).append(branch))).has_value();
}

base::Result<std::vector<Ref>> list_refs(const Repository& repository, std::string_view prefix) {
  if (names_by_process(repository)) return list_refs_by_process(repository, prefix);
  RefStore store(repository);
  std::map<std::string, std::string> packed;
  for (Ref& ref : TRY(store.packed(prefix))) packed.emplace(std::move(ref.name), std::move(ref.id));
  std::vector<Ref> refs;
  for (const std::string& name : TRY(store.names(prefix))) {
    const auto contents = store.read_loose_only(name);
    if (contents && !*contents) {
      const auto known = packed.find(name);
      if (known != packed.end()) refs.push_back({name, known->second});
    } else if (contents && is_object_id(**contents)) {
      refs.push_back({name, **contents});
    }
  }
  return refs;
}

base::Result<std::vector<std::string>> list_branches(const Repository& repository) {
  std::vector<std::string> names = TRY(names_below(repository, kHeads));
  for (std::string& name : names) name.erase(0, kHeads.size());
  return names;
}

base::Result<std::vector<std::string>> list_remote_branches(const Repository& repository) {
  std::vector<std::string> branches;
  for (const std::string& name : TRY(names_below(repository, kRemotes))) {
    if (name.ends_with("/HEAD")) continue;
    branches.push_back(name.substr(kRemotes.size()));
  }
  return branches;
}

base::Result<std::optional<Ref>> find_branch_ref(const Repository& repository, std::string_view short_name) {
  const auto look = [&](std::string name) -> base::Result<std::optional<Ref>> {
    if (!is_valid_ref_name(name)) return std::optional<Ref>();
    auto id = TRY(resolve_ref(repository, name));
    return id ? std::optional<Ref>({std::move(name), *std::move(id)}) : std::nullopt;
  };
  const std::string name(short_name);
  if (name.starts_with(kHeads) || name.starts_with(kRemotes)) return look(name);
  if (name.empty() || name.starts_with('-') || name.starts_with("refs/") || name == "HEAD" || name == "@") {
    return std::optional<Ref>();
  }
  if (TRY(look("refs/tags/" + name)) || TRY(look("refs/" + name))) return std::optional<Ref>();
  if (auto found = TRY(look(std::string(kHeads) + name))) return found;
  return look(std::string(kRemotes) + name);
}

base::Result<std::string> default_branch(const Repository& repository, std::string_view configured) {
  if (!base::trim(configured).empty()) return std::string(base::trim(configured));
  constexpr std::string_view kOrigin = "refs/remotes/origin/";
  const auto target = symbolic_target(repository, "refs/remotes/origin/HEAD");
  if (target && *target && (*target)->starts_with(kOrigin)) {
    const std::string branch = (*target)->substr(kOrigin.size());
    if (is_valid_branch_name(branch)) return branch;
  }
  for (const std::string_view candidate : {"main", "master"}) {
    if (TRY(local_branch_exists(repository, candidate))) return std::string(candidate);
  }
  if (!TRY(has_commits(repository))) {
    return base::fail("The repository has no commits yet, so it has no default branch",
                      fmt::format("Make a first commit, or: {}", kSetMainBranch));
  }
  return base::fail("Could not determine the default branch: there is no origin/HEAD and neither 'main' nor 'master'",
                    std::string(kSetMainBranch));
}

base::Result<std::optional<std::string>> resolve_commit(const Runner& runner, std::string_view revision) {
  if (revision.empty() || revision.starts_with('-') ||
      revision.find_first_of(std::string_view("\0\n", 2)) != revision.npos) {
    return std::optional<std::string>();
  }
  if (const auto branch = TRY(find_branch_ref(runner.repository(), revision))) return branch->id;
  const os::Outcome outcome =
      TRY(runner.run({"rev-parse", "--verify", "--quiet", "--end-of-options", std::string(revision) + "^{commit}"}));
  const std::string id(base::trim(outcome.output));
  if (!outcome.ok() || !is_object_id(id)) return std::optional<std::string>();
  return id;
}

}  // namespace git
