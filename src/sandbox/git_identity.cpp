#include "sandbox/git_identity.h"

#include "base/text.h"
#include "git/runner.h"
#include "sandbox/repository_of.h"

namespace sandbox {

GitIdentity git_identity(const Snapshot& snapshot, const os::Environment& environment) {
  GitIdentity identity;
  const auto runner = git::Runner::create(repository_of(snapshot), environment, {snapshot.worktree});
  if (!runner) return identity;
  // "key\nvalue\0" for each; the last one of a key counts.
  const auto text = runner->output({"config", "--null", "--get-regexp", "^user\\.(name|email)$"});
  if (!text) return identity;
  for (const auto& entry : base::split(*text, '\0')) {
    const size_t end = entry.find('\n');
    if (end == std::string::npos) continue;
    const std::string value(base::trim(std::string_view(entry).substr(end + 1)));
    if (entry.compare(0, end, "user.name") == 0) identity.name = value;
    if (entry.compare(0, end, "user.email") == 0) identity.email = value;
  }
  return identity;
}

}  // namespace sandbox
