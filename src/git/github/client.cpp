#include "git/github/client.h"

#include "base/text.h"
#include "base/unicode.h"
#include "os/process.h"

namespace git::github {
namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr size_t kOutputLimit = 16U << 20;
constexpr size_t kCauseLimit = 4096;

base::Result<std::string> ask(const Client& client, std::vector<std::string> words) {
  os::Command command;
  command.arguments = {client.program.string()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.environment = client.environment;
  command.environment.unset_prefix("GIT_");
  // It must neither ask nor decorate; who reads its answer is us.
  command.environment.set("GH_PROMPT_DISABLED", "1");
  command.environment.set("GH_NO_UPDATE_NOTIFIER", "1");
  command.environment.set("NO_COLOR", "1");
  command.environment.unset("CLICOLOR_FORCE");
  command.environment.unset("GH_FORCE_TTY");
  command.directory = client.directory;
  command.time_limit = kPatience;
  command.output_limit = kOutputLimit;
  auto outcome = TRY(os::run(command));
  if (outcome.ok() && !outcome.timed_out && !outcome.too_much_output) return std::move(outcome.output);
  if (outcome.timed_out) return base::fail("gh did not answer in time");
  const auto text = base::trim(std::string_view(outcome.errors).substr(0, kCauseLimit));
  return base::fail(text.empty() ? "gh failed" : base::sanitise(text));
}

}  // namespace

std::optional<Client> find_client(const os::Environment& environment, const std::filesystem::path& directory,
                                  const std::vector<std::filesystem::path>& untrusted) {
  const auto program = os::find_program("gh", environment.get("PATH").value_or(""), untrusted);
  if (!program) return std::nullopt;
  return Client{.program = *program, .environment = environment, .directory = directory};
}

base::Result<PullRequest> view_pull_request(const Client& client, std::int64_t number) {
  return parse_pull_request(TRY(ask(client, {"pr", "view", std::to_string(number), "--json",
                                             "headRefName,headRepositoryOwner,state,isDraft,title,author,url"})));
}

base::Result<std::vector<PullRequest>> pull_requests_of(const Client& client, std::string_view head_branch) {
  return parse_pull_requests(
      TRY(ask(client, {"pr", "list", "--head", std::string(head_branch), "--state", "all", "--json",
                       "number,title,state,isDraft,headRepositoryOwner,url", "--limit", "50"})));
}

base::Result<std::vector<PullRequest>> recent_pull_requests(const Client& client) {
  return parse_pull_requests(
      TRY(ask(client, {"pr", "list", "--state", "all", "--json",
                       "number,title,state,isDraft,headRefName,headRepositoryOwner,url", "--limit", "200"})));
}

}  // namespace git::github
