#include "sandbox/quarantine/update_refs.h"

#include <fmt/format.h>

#include "os/process.h"
#include "sandbox/quarantine/layout.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

namespace {

constexpr std::string_view kReason = "workmux: sandbox";

base::Result<> run(const git::Runner& runner, const os::FileLock& lock, const std::vector<std::string>& arguments,
                   const std::string& input) {
  git::RunOptions options;
  options.access = git::Access::write;
  options.input = input;
  options.directory = runner.repository().git_dir;
  os::Command command = runner.command(arguments, options);
  command.descriptors = {{lock.descriptor(), kLockInChild}};
  const auto outcome = TRY(os::run(command));
  if (outcome.ok()) return {};
  return std::unexpected(git::failure(arguments, outcome).with("Could not move refs to what the sandbox committed"));
}

std::string_view short_name(std::string_view head) {
  const auto branch = symbolic_name(head);
  if (branch.empty()) return head;
  return branch.starts_with("refs/heads/") ? branch.substr(11) : branch;
}

}  // namespace

std::string transaction_text(const std::vector<Move>& moves) {
  std::string text;
  const auto line = [&](std::string_view verb, const Move& move, std::initializer_list<std::string_view> values) {
    text.append(verb).append(" ").append(move.ref).push_back('\0');
    for (const auto value : values) text.append(value).push_back('\0');
  };
  for (const auto& move : moves) {
    if (move.after.empty()) line("delete", move, {move.before});
  }
  for (const auto& move : moves) {
    if (move.after.empty()) continue;
    if (move.before.empty()) {
      line("create", move, {move.after});
    } else {
      line("update", move, {move.after, move.before});
    }
  }
  return text;
}

base::Result<> update_refs(const git::Runner& runner, const os::FileLock& lock, const std::vector<Move>& moves) {
  return run(runner, lock, {"update-ref", "-m", std::string(kReason), "--stdin", "-z"}, transaction_text(moves));
}

base::Result<> update_head(const git::Runner& runner, const os::FileLock& lock, const HeadMove& head) {
  const std::string to = head.kind == HeadMove::Kind::branch ? "ref: " + head.after : head.after;
  // git's own wording: `git switch -` looks for it.
  const std::string reason = fmt::format("checkout: moving from {} to {}", short_name(head.before), short_name(to));
  if (head.kind == HeadMove::Kind::branch)
    return run(runner, lock, {"symbolic-ref", "-m", reason, std::string(kHead), head.after}, {});
  return run(runner, lock, {"update-ref", "-m", reason, "--no-deref", std::string(kHead), head.after}, {});
}

base::Result<> pin(const git::Runner& runner, const os::FileLock& lock, const std::string& ref, const std::string& id) {
  return run(runner, lock, {"update-ref", "-m", std::string(kReason), ref, id}, {});
}

}  // namespace sandbox::quarantine
