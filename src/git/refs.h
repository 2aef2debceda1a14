#pragma once
// Refs, read from files; a process only where the ref format is unknown to us. Names are full ("refs/heads/main")
// unless a function says otherwise. Object ids are 40 or 64 lower-case hexadecimal digits.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/repository.h"
#include "git/runner.h"

namespace git {

struct Ref {
  std::string name;  // full
  std::string id;
};

struct Head {
  std::string branch;  // without refs/heads/; empty: detached
  std::string id;      // empty: no commit yet
};

// 40 or 64 lower-case hexadecimal digits.
bool is_object_id(std::string_view text);

// git's rules for ref names (git check-ref-format), at least two components.
bool is_valid_ref_name(std::string_view name);

// True for a name that `git check-ref-format --branch` takes as a new branch; "@", "@{-1}" and "HEAD" are none.
bool is_valid_branch_name(std::string_view name);

// HEAD of the worktree that owns `git_dir`. Error: unreadable or malformed.
base::Result<Head> read_head(const Repository& repository, const std::filesystem::path& git_dir);
inline base::Result<Head> read_head(const Repository& repository) {
  return read_head(repository, repository.git_dir);
}

// The object id of a ref, symbolic refs followed at most 5 deep; nothing when it does not exist or leads nowhere.
// Errors: an invalid name, a malformed or unreadable ref file.
base::Result<std::optional<std::string>> resolve_ref(const Repository& repository, std::string_view name);

// What a symbolic ref ("HEAD", "refs/remotes/origin/HEAD") names; nothing when it is missing or holds an object id.
base::Result<std::optional<std::string>> symbolic_target(const Repository& repository, std::string_view name);

// True when refs/heads/<branch> exists: a tag or another revision of that name does not count (WT-W16).
base::Result<bool> local_branch_exists(const Repository& repository, std::string_view branch);

// Refs below a prefix ("refs/heads/", with the slash), sorted by name. Broken and symbolic ones are left out.
// At most 200,000; more is an error.
base::Result<std::vector<Ref>> list_refs(const Repository& repository, std::string_view prefix);

// Names of all local branches without refs/heads/, sorted. Reads no ref file, only directories and packed-refs.
base::Result<std::vector<std::string>> list_branches(const Repository& repository);

// Names of remote-tracking branches without refs/remotes/ ("origin/main"), sorted, without the HEADs of remotes.
base::Result<std::vector<std::string>> list_remote_branches(const Repository& repository);

// What a short name means among branches and remote-tracking branches, as git would read it: an exact ref name, a local
// branch, a remote-tracking branch. Nothing for everything else (tags, "HEAD~2", abbreviated ids) and for a name that
// is also a tag, since a tag comes first: resolve_commit() knows those.
base::Result<std::optional<Ref>> find_branch_ref(const Repository& repository, std::string_view short_name);

// WT 4.4: `configured` (config main_branch, empty: unset), the target of refs/remotes/origin/HEAD, local main, local
// master. Errors: "no commits yet" and "Could not determine the default branch" messages, both with the hint to set
// main_branch.
base::Result<std::string> default_branch(const Repository& repository, std::string_view configured);

// The commit that any revision names ("v1.2", "HEAD~2", "abc123"), tags peeled; nothing when it names none. One
// process, none for what find_branch_ref() knows. A name that starts with "-" names nothing.
base::Result<std::optional<std::string>> resolve_commit(const Runner& runner, std::string_view revision);

}  // namespace git
