#include "mux/tmux/client.h"

#include <array>

#include "base/text.h"
#include "base/unicode.h"

namespace mux::tmux {
namespace {

using namespace std::chrono_literals;

struct Phrase {
  std::string_view words;
  Failure meaning;
};

constexpr std::array<Phrase, 15> kPhrases{{
    {"no server running", Failure::no_server},
    {"error connecting to", Failure::no_server},
    {"server exited", Failure::no_server},
    {"lost server", Failure::no_server},
    {"no current target", Failure::no_server},  // it has no session any more and is about to end
    {"no current client", Failure::no_client},
    {"can't find client", Failure::no_client},
    {"no sessions", Failure::missing},
    {"can't find pane", Failure::missing},
    {"can't find window", Failure::missing},
    {"can't find session", Failure::missing},
    {"no such pane", Failure::missing},
    {"no such window", Failure::missing},
    {"no such session", Failure::missing},
    {"session not found", Failure::missing},
}};

}  // namespace

Failure classify(std::string_view errors) {
  for (const Phrase& phrase : kPhrases) {
    if (errors.contains(phrase.words)) return phrase.meaning;
  }
  return Failure::other;
}

base::Result<Answer> ask(const Connection& connection, const Sequence& sequence, const ClientOptions& options) {
  os::Command command;
  // -u: without it, and without a UTF-8 locale, tmux prints '_' for every character that is no ASCII.
  command.arguments = {connection.program.native(), "-u"};
  command.arguments.insert(command.arguments.end(), sequence.arguments().begin(), sequence.arguments().end());
  command.environment = connection.environment;
  command.directory = options.directory;
  command.input = options.input;
  command.time_limit = 30s;
  os::Outcome outcome = TRY(os::run(command));
  if (outcome.timed_out) {
    return base::fail("tmux did not answer within 30 seconds", "Its server may hang: try 'tmux list-sessions'.");
  }
  Answer answer{.failure = Failure::none,
                .output = std::move(outcome.output),
                .errors = std::string(base::trim(base::sanitise(outcome.errors)))};
  if (!outcome.ok()) answer.failure = classify(answer.errors);
  return answer;
}

std::unexpected<base::Error> failed(const Answer& answer, std::string doing) {
  auto error = base::fail(std::move(doing));
  error.error().causes.push_back(answer.errors.empty() ? "tmux failed without a message" : "tmux: " + answer.errors);
  if (answer.failure == Failure::no_server) error.error().hint = "Start a tmux session first.";
  return error;
}

base::Result<std::string> act(const Connection& connection, const Sequence& sequence, std::string doing,
                              const ClientOptions& options) {
  Answer answer = TRY(ask(connection, sequence, options));
  if (answer.failure != Failure::none) return failed(answer, std::move(doing));
  return std::move(answer.output);
}

}  // namespace mux::tmux
