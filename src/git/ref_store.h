#pragma once
// The files that hold refs, with the contents of packed-refs read at most once: for one command, not for longer.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/refs.h"
#include "git/repository.h"

namespace git {

class RefStore {
 public:
  explicit RefStore(const Repository& repository) : common_dir_(repository.common_dir) {}

  // A ref file of `git_dir` (HEAD and other refs of one worktree) or of the common dir: an object id, or "ref: NAME".
  // Nothing when there is neither file nor packed entry.
  base::Result<std::optional<std::string>> read(const std::filesystem::path& git_dir, std::string_view name);

  // read(), symbolic refs followed at most 5 deep.
  base::Result<std::optional<std::string>> resolve(const std::filesystem::path& git_dir, std::string_view name);

  // As read() for a ref of the common dir, without packed-refs.
  base::Result<std::optional<std::string>> read_loose_only(std::string_view name) const {
    return read_loose(common_dir_ / name, name);
  }

  base::Result<Head> head(const std::filesystem::path& git_dir);

  // Full names below `prefix`, sorted; symbolic and broken ones too.
  base::Result<std::vector<std::string>> names(std::string_view prefix);

  // Ids and names of packed-refs below `prefix`, sorted.
  base::Result<std::vector<Ref>> packed(std::string_view prefix);

 private:
  base::Result<std::optional<std::string>> read_loose(const std::filesystem::path& file, std::string_view name) const;
  base::Result<std::optional<std::string>> find_packed(std::string_view name);
  base::Result<> load_packed();

  std::filesystem::path common_dir_;
  std::optional<std::string> packed_;
};

// "refs/heads/x" for "ref: refs/heads/x"; nothing for everything else.
std::optional<std::string_view> symbolic_name(std::string_view contents);

}  // namespace git
