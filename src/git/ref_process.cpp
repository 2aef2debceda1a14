#include "git/ref_process.h"

#include <algorithm>

#include "base/text.h"
#include "git/runner.h"

namespace git {
namespace {

constexpr std::string_view kHeads = "refs/heads/";

base::Result<Runner> runner_for(const Repository& repository) {
  return Runner::create(repository, os::Environment::current());
}

// The one line that a query prints; nothing when it fails, which is its way to say "no such ref".
base::Result<std::optional<std::string>> ask(const Repository& repository, const std::vector<std::string>& arguments) {
  const Runner runner = TRY(runner_for(repository));
  const os::Outcome outcome = TRY(runner.without_worktree().run(arguments));
  const std::string line(base::trim(outcome.output));
  if (!outcome.ok() || line.empty()) return std::optional<std::string>();
  return line;
}

}  // namespace

base::Result<std::optional<std::string>> resolve_ref_by_process(const Repository& repository, std::string_view name) {
  auto id = TRY(ask(repository, {"rev-parse", "--verify", "--quiet", "--end-of-options", std::string(name)}));
  if (id && !is_object_id(*id)) id.reset();
  return id;
}

base::Result<std::optional<std::string>> symbolic_target_by_process(const Repository& repository,
                                                                    std::string_view name) {
  return ask(repository, {"symbolic-ref", "--quiet", std::string(name)});
}

base::Result<Head> read_head_by_process(const Repository& repository, const std::filesystem::path& git_dir) {
  Repository place = repository;
  place.git_dir = git_dir;
  const Runner runner = TRY(runner_for(place));
  Head head;
  const os::Outcome name = TRY(runner.run({"symbolic-ref", "--quiet", "HEAD"}));
  const std::string_view target = base::trim(name.output);
  if (name.ok() && target.starts_with(kHeads)) head.branch = target.substr(kHeads.size());
  const os::Outcome id = TRY(runner.run({"rev-parse", "--verify", "--quiet", "HEAD"}));
  if (id.ok() && is_object_id(base::trim(id.output))) head.id = base::trim(id.output);
  return head;
}

base::Result<std::vector<Ref>> list_refs_by_process(const Repository& repository, std::string_view prefix) {
  const Runner runner = TRY(runner_for(repository));
  const std::string text = TRY(runner.without_worktree().output(
      {"for-each-ref", "--format=%(objectname) %(symref) %(refname)", "--", std::string(prefix)}));
  std::vector<Ref> refs;
  for (const std::string& line : base::lines(text)) {
    const std::vector<std::string> fields = base::split(line, ' ');  // a symbolic ref has a middle field
    if (fields.size() == 3 && fields[1].empty() && is_object_id(fields[0])) refs.push_back({fields[2], fields[0]});
  }
  std::ranges::sort(refs, {}, &Ref::name);
  return refs;
}

}  // namespace git
