#include "sandbox/git_identity.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "git/effective_config.h"
#include "git/runner.h"
#include "os/socket.h"
#include "sandbox/repository_of.h"

namespace sandbox {

namespace {

constexpr size_t kMost = 64U << 10;
constexpr std::chrono::seconds kPatience{10};

// "key\nvalue\0" for each; the last one of a key counts.
GitIdentity parse(std::string_view text) {
  GitIdentity identity;
  for (const auto& entry : base::split(text, '\0')) {
    const size_t end = entry.find('\n');
    if (end == std::string::npos) continue;
    const std::string value(base::trim(std::string_view(entry).substr(end + 1)));
    if (entry.compare(0, end, "user.name") == 0) identity.name = value;
    if (entry.compare(0, end, "user.email") == 0) identity.email = value;
  }
  return identity;
}

}  // namespace

GitIdentityQuestion::GitIdentityQuestion(const Snapshot& snapshot, const os::Environment& environment) {
  const auto runner = git::Runner::create(repository_of(snapshot), environment, {snapshot.worktree});
  if (!runner) return;
  if (const auto config = git::effective_config(runner->repository(), environment, runner->program())) {
    known_ = {.name = std::string(base::trim(config->get("user.name").value_or(""))),
              .email = std::string(base::trim(config->get("user.email").value_or("")))};
    return;
  }
  auto command = runner->command({"config", "--null", "--get-regexp", "^user\\.(name|email)$"});
  command.stderr_stream = os::Stream::null;
  if (auto child = os::start(command)) git_.emplace(*std::move(child));
}

GitIdentity GitIdentityQuestion::answer() {
  if (!git_) return known_;
  std::string text;
  while (text.size() < kMost) {
    const auto part = os::read_some(git_->standard_output(), kMost, kPatience);
    if (!part || part->empty()) break;
    text += *part;
  }
  const auto outcome = git_->wait(kPatience);
  git_.reset();  // ends it when it still runs
  return outcome && outcome->ok() ? parse(text) : GitIdentity{};
}

}  // namespace sandbox
