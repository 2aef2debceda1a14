#include "sandbox/supervisor.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "base/unicode.h"
#include "os/files.h"
#include "os/lock.h"
#include "os/process.h"
#include "os/signals.h"
#include "os/terminal.h"
#include "sandbox/agent_files.h"
#include "sandbox/backend.h"
#include "sandbox/container/stop.h"
#include "sandbox/failure_hints.h"
#include "sandbox/git_identity.h"
#include "sandbox/git_sync.h"
#include "sandbox/guest_loop.h"
#include "sandbox/plan.h"
#include "sandbox/privileges.h"
#include "sandbox/quarantine/facade.h"
#include "sandbox/quarantine/import.h"
#include "sandbox/run_directory.h"
#include "sandbox/server/server.h"
#include "sandbox/server_options.h"
#include "sandbox/subject.h"
#include "sandbox/supervisor_actions.h"
#include "sandbox/sweep.h"
#include "sandbox/terminal_relay.h"

namespace sandbox {
namespace {

void warn(std::string_view text) {
  std::cerr << "Warning: " << base::sanitise(text) << '\n' << std::flush;
}

base::Result<> refuse_nested(const os::Environment& environment) {
  if (!environment.has("WM_SANDBOX_GUEST")) return {};
  return base::fail("A sandbox cannot be started from inside a sandbox", "Start it on the host.");
}

class Supervisor {
 public:
  Supervisor(const RunRequest& request, const SupervisorContext& context)
      : request_(request), context_(context), snapshot_(request.snapshot), sandbox_(request.snapshot.config.sandbox) {}

  base::Result<int> run();

 private:
  BackendContext backend_context() const;
  base::Result<> prepare(Backend& backend);
  base::Result<> prepare_git();
  base::Result<> start_server(const Backend& backend);
  base::Result<> make_terminal();
  base::Result<LaunchPlan> plan();
  base::Result<std::unique_ptr<Guest>> start_guest(Backend& backend);
  base::Result<int> run_guest(Backend& backend);
  void finish();
  void log(std::string_view text) {
    if (context_.log != nullptr) context_.log->info(text);
  }

  const RunRequest& request_;
  const SupervisorContext& context_;
  const Snapshot& snapshot_;
  const config::Sandbox& sandbox_;

  // First, so that it goes last: a window that closes hangs up more than once, and the second time must not end us
  // before the run directory is gone.
  std::optional<os::SignalSource> signals_;
  std::optional<GitIdentityQuestion> identity_;
  std::optional<RunDirectory> directory_;
  const std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
  std::vector<Mount> repository_mounts_;
  std::optional<GitSync> sync_;
  std::optional<AgentFiles> agent_files_;
  std::string token_;
  std::string tcp_host_;  // empty: no TCP
  std::unique_ptr<SupervisorActions> actions_;
  std::optional<server::Server> server_;
  std::optional<TerminalRelay> relay_;
  GuestStreams streams_;
  std::optional<MaskWatch> masks_;
};

// Facade and import. Starts of one worktree are one after another: whether a guest already uses the facade must not
// change while it is prepared.
base::Result<> Supervisor::prepare_git() {
  if (sandbox_.git == config::SandboxGit::shared) return {};
  const auto subject = subject_of(snapshot_, context_.paths, context_.environment);
  const auto lock_file =
      context_.paths.state / "sandbox" / "locks" / fmt::format("{}--{}", snapshot_.project_id, snapshot_.handle);
  TRY(os::make_directories(lock_file.parent_path()));
  const auto lock = TRY_WITH(os::FileLock::acquire(lock_file, std::chrono::seconds(30)),
                             fmt::format("Another sandbox of '{}' is being started", snapshot_.handle));
  const auto running = live_runs(context_.paths, snapshot_.project_id, snapshot_.handle);
  const bool alone = running.size() <= 1;  // ours is among them
  // What a killed run left comes first; then the facade may be renewed.
  const auto left = quarantine::import(subject);
  if (!left) warn(fmt::format("What an earlier sandbox committed could not be taken over: {}", left.error().message));
  auto facade = TRY_WITH(quarantine::prepare(subject, alone ? quarantine::GuestRuns::no : quarantine::GuestRuns::yes),
                         "Could not prepare the git directory of the sandbox");
  for (const auto& notice : facade.notices) warn(notice);
  repository_mounts_ = std::move(facade.mounts);
  sync_.emplace(TRY(GitSync::create(subject, [this](std::string_view text) { log(text); })));
  return {};
}

base::Result<> Supervisor::start_server(const Backend& backend) {
  token_ = server::make_token();
  actions_ = std::make_unique<SupervisorActions>(snapshot_, context_.paths, context_.environment, context_.program);
  server::ServerOptions options = server_options(snapshot_, directory_->rpc_socket(), token_);
  options.log = [this](std::string_view text) { log(text); };
  if (auto place = backend.tcp_place()) {
    auto both = options;
    both.listen.push_back(place->listen);
    auto server = server::Server::create(std::move(both), *actions_);
    if (server) {
      server_.emplace(*std::move(server));
      tcp_host_ = place->host;
      return {};
    }
    // Our own guest program has the socket; an old one in the image cannot report what it does.
    log(fmt::format("no TCP for guests of protocol version 1: {}", server.error().message));
  }
  server_.emplace(
      TRY_WITH(server::Server::create(std::move(options), *actions_), "Could not start the sandbox's RPC server"));
  return {};
}

base::Result<> Supervisor::make_terminal() {
  const bool input = os::is_terminal(STDIN_FILENO);
  const bool output = os::is_terminal(STDOUT_FILENO);
  const bool error = os::is_terminal(STDERR_FILENO);
  if (!input && !output && !error) return {};
  relay_.emplace(TRY(TerminalRelay::create(input ? STDIN_FILENO : -1, output  ? STDOUT_FILENO
                                                                      : error ? STDERR_FILENO
                                                                              : -1)));
  // Each stream that is a terminal becomes ours; a pipe or a file is handed on as it is.
  if (input) streams_.input = relay_->guest_side();
  if (output) streams_.output = relay_->guest_side();
  if (error) streams_.error = relay_->guest_side();
  return {};
}

base::Result<LaunchPlan> Supervisor::plan() {
  const auto identity = identity_->answer();
  PlanInputs inputs;
  inputs.paths = context_.paths;
  inputs.environment = context_.environment;
  inputs.directory = request_.directory;
  inputs.command = request_.command;
  inputs.repository_mounts = repository_mounts_;
  inputs.agent_mounts = agent_files_->mounts;
  inputs.guest_program = context_.guest_program;
  inputs.rpc_directory = directory_->rpc_directory();
  inputs.rpc_token = token_;
  inputs.rpc_host = tcp_host_;
  inputs.rpc_port = server_->port(1);
  inputs.user_name = identity.name;
  inputs.user_email = identity.email;
  inputs.terminal = relay_ ? Terminal::pseudo : Terminal::none;
  return make_plan(snapshot_, inputs);
}

base::Result<std::unique_ptr<Guest>> Supervisor::start_guest(Backend& backend) {
  const auto plan = TRY(this->plan());
  // Before the masks are made: a file that is replaced in between is noticed, too.
  if (!plan.masked.empty()) masks_.emplace(TRY(MaskWatch::create(plan.masked)));
  for (const auto& warning : agent_files_->warnings) warn(warning);
  for (const auto& warning : plan.warnings) warn(warning);
  auto guest = TRY(backend.start(plan, *directory_, streams_));
  for (const auto& notice : backend.notices()) warn(notice);
  return guest;
}

base::Result<int> Supervisor::run_guest(Backend& backend) {
  TRY(prepare_git());
  agent_files_.emplace(TRY(prepare_agent_files(snapshot_, context_.paths, context_.environment)));
  TRY(start_server(backend));
  TRY(make_terminal());
  auto guest = TRY(start_guest(backend));
  if (relay_) {
    relay_->close_guest_side();
    TRY(relay_->begin());
  }
  const auto status = run_guest_loop({*guest, relay_ ? &*relay_ : nullptr, *signals_, masks_ ? &*masks_ : nullptr});
  guest->end();
  if (relay_) relay_->finish();
  finish();
  if (sandbox_.backend == config::SandboxBackend::container && status == kEngineFailure) {
    for (const auto& line : failure_hints(geteuid() != 0)) warn(line);
  }
  return status;
}

void Supervisor::finish() {
  if (server_) server_->stop();
  if (sync_) {
    for (const auto& line : sync_->stop()) warn(line);
  }
  // bubblewrap's filter refuses such bits; what joined a container or runs in a relaxed one is not filtered.
  if (sandbox_.backend == config::SandboxBackend::container) {
    for (const auto& line : strip_privileges(snapshot_.worktree, began_)) warn(line);
  }
  if (agent_files_) {
    for (const auto& line : finish_agent_files(*agent_files_)) std::cerr << base::sanitise(line) << '\n';
  }
}

BackendContext Supervisor::backend_context() const {
  return {.sandbox = sandbox_,
          .paths = context_.paths,
          .environment = context_.environment,
          .handle = snapshot_.handle,
          .project_id = snapshot_.project_id,
          .agent = snapshot_.agent,
          .untrusted = {snapshot_.worktree},
          .kind = request_.kind};
}

base::Result<> Supervisor::prepare(Backend& backend) {
  const auto description = backend.description();
  if (request_.kind == RunKind::shell && !description.empty()) {
    std::cerr << "sandbox: " << base::sanitise(description) << '\n' << std::flush;
  }
  const auto later =
      TRY(backend.prepare([](std::string_view line) { std::cerr << base::sanitise(line) << '\n'
                                                                << std::flush; }));
  if (later.empty()) return {};
  os::Command command;
  command.arguments = {context_.program.string()};
  command.arguments.insert(command.arguments.end(), later.begin(), later.end());
  command.environment = context_.environment;
  command.environment.set("PATH",
                          os::trusted_search_path(context_.environment.get("PATH").value_or(""), {snapshot_.worktree}));
  command.directory = "/";
  command.stdout_stream = command.stderr_stream = os::Stream::null;
  command.new_session = true;
  // Only the next run wants its result; without it that run asks again.
  if (auto child = os::start(command)) child->detach();
  return {};
}

base::Result<int> Supervisor::run() {
  TRY(refuse_nested(context_.environment));
  auto backend = TRY(make_backend(backend_context()));
  os::ignore_broken_pipe();
  identity_.emplace(snapshot_, context_.environment);
  // Containers first: what a killed run left must not write any more when its files are put away.
  for (const auto& line : container::sweep_containers({context_.paths, context_.environment, {snapshot_.worktree}})) {
    warn(line);
  }
  TRY(prepare(*backend));
  // Before any thread: they inherit the mask. Before the guest: no signal is lost.
  signals_.emplace(TRY(os::SignalSource::create({SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT})));
  (void)sweep_runs(context_.paths);
  directory_.emplace(TRY(
      RunDirectory::create(context_.paths, {snapshot_.id, snapshot_.project_id, snapshot_.handle, backend->name()})));
  return run_guest(*backend);
}

}  // namespace

base::Result<std::filesystem::path> find_guest_program(const std::filesystem::path& program) {
  const auto path = (program.parent_path() / ".." / "libexec" / "workmux" / "workmux-guest").lexically_normal();
  const auto status = os::status_following(path);
  if (status && status->type == os::FileType::regular) return path;
  return base::fail(fmt::format("The guest program '{}' is missing", path.string()),
                    fmt::format("It belongs to '{}': install workmux again.", program.string()));
}

base::Result<int> run_supervised(const RunRequest& request, const SupervisorContext& context) {
  return Supervisor(request, context).run();
}

}  // namespace sandbox
