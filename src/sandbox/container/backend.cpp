#include "sandbox/container/backend.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "os/files.h"
#include "os/terminal.h"
#include "sandbox/bubblewrap/seccomp.h"
#include "sandbox/container/arguments.h"
#include "sandbox/container/guest.h"
#include "sandbox/container/image.h"
#include "sandbox/container/markers.h"
#include "sandbox/container/tcp.h"

namespace sandbox::container {
namespace {

class ContainerBackend : public Backend {
 public:
  ContainerBackend(Engine engine, Policy policy, BackendContext context)
      : engine_(std::move(engine)), policy_(std::move(policy)), context_(std::move(context)) {}

  std::string name() const override { return "container"; }
  std::string description() const override {
    return fmt::format("image={} runtime={}", policy_.image, runtime_name(engine_.runtime));
  }

  base::Result<std::vector<std::string>> prepare(const std::function<void(std::string_view)>& say) override {
    const ImageContext images{engine_, context_.environment, context_.paths, context_.sandbox.image_repo, say};
    auto image = TRY(ensure_image(images, policy_.image));
    policy_.entry_point = std::move(image.entry_point);
    const bool asked_for = context_.sandbox.rpc_host || context_.sandbox.rpc_bind;
    offers_tcp_ = image.may_need_tcp || asked_for;
    if (image.recheck == Recheck::no) return std::vector<std::string>();
    return std::vector<std::string>{"_check-image", std::string(runtime_name(engine_.runtime)), policy_.image};
  }

  std::optional<TcpPlace> tcp_place() const override {
    return offers_tcp_ ? container::tcp_place(engine_.runtime, context_.sandbox) : std::nullopt;
  }

  base::Result<std::vector<std::string>> explain(const LaunchPlan& plan) const override {
    const auto passed = TRY(pass_environment(plan.environment, context_.environment, "environment"));
    auto words = TRY(arguments(plan, passed, plan.terminal, "."));
    words.insert(words.begin(), engine_.program.string());
    return words;
  }

  base::Result<std::unique_ptr<Guest>> start(const LaunchPlan& plan, const RunDirectory& run,
                                             const GuestStreams& streams) override;
  std::vector<std::string> notices() const override { return notices_; }

 private:
  std::string container() const { return container_name(name_stem_, getpid()); }
  base::Result<std::vector<std::string>> arguments(const LaunchPlan& plan, const PassedEnvironment& passed,
                                                   Terminal terminal, const std::filesystem::path& run) const;
  void note_missing_limits(const EngineFacts& facts);
  bool is_hardened(const LaunchPlan& plan) const { return hardens(policy_, plan); }

  Engine engine_;
  Policy policy_;
  bool offers_tcp_ = false;
  BackendContext context_;
  std::string name_stem_ = context_.kind == RunKind::shell ? "shell" : policy_.handle;
  std::vector<std::string> notices_;
};

// Files of a run that belong to the container alone, below its run directory.
constexpr const char* kEmpty = "empty";
constexpr const char* kPrivate = "private";
constexpr const char* kEnvironment = "environment";
constexpr const char* kFilter = "filter";

// The program that bwrap would get by the same descriptor; here the container's entry point reads it (SBX 6.11, E16).
base::Result<> write_filter(const LaunchPlan& plan, const std::filesystem::path& file) {
  const auto users =
      plan.allow_user_namespaces ? bubblewrap::UserNamespaces::allowed : bubblewrap::UserNamespaces::refused;
  const auto program = TRY(bubblewrap::seccomp_filter(users));
  // The guest may run as another user than the one who owns the directory above.
  TRY_WITH(os::create_file(file, TRY(os::read_file(fmt::format("/proc/self/fd/{}", program.get()))), 0444),
           "Could not store the system call filter of the sandbox");
  return {};
}

base::Result<std::vector<std::string>> ContainerBackend::arguments(const LaunchPlan& plan,
                                                                   const PassedEnvironment& passed, Terminal terminal,
                                                                   const std::filesystem::path& run) const {
  ArgumentInputs inputs;
  inputs.runtime = engine_.runtime;
  inputs.name = container();
  inputs.terminal = terminal;
  inputs.facts = read_engine_facts(engine_.runtime);
  inputs.guest_program = guest_program_of(plan);
  if (is_hardened(plan)) inputs.filter = run / kFilter;
  inputs.empty_directory = run / kEmpty;
  inputs.private_directories = run / kPrivate;
  return run_arguments(plan, policy_, passed, inputs);
}

base::Result<> make_directories_of(const LaunchPlan& plan, const std::filesystem::path& run) {
  TRY(os::make_directories(run / kEmpty, 0555));
  for (size_t i = 0; i < count_private_directories(plan); ++i) {
    TRY(os::make_directories(run / kPrivate / std::to_string(i)));
  }
  return {};
}

void ContainerBackend::note_missing_limits(const EngineFacts& facts) {
  if (facts.limits || (!policy_.settings.memory && !policy_.settings.cpus)) return;
  notices_.emplace_back(
      "sandbox.container.memory and cpus have no effect: an ordinary user cannot set limits with control groups of "
      "version 1");
}

base::Result<std::unique_ptr<Guest>> ContainerBackend::start(const LaunchPlan& plan, const RunDirectory& run,
                                                             const GuestStreams& streams) {
  const bool terminal = os::is_terminal(streams.input) && os::is_terminal(streams.output);
  const auto passed = TRY(pass_environment(plan.environment, context_.environment, run.path() / kEnvironment));
  os::Command command;
  command.arguments = TRY(arguments(plan, passed, terminal ? Terminal::pseudo : Terminal::none, run.path()));
  command.arguments.insert(command.arguments.begin(), engine_.program.string());
  command.environment = engine_environment(engine_, passed.client);
  command.directory = "/";
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::null;
  command.descriptors = {{streams.input, 0}, {streams.output, 1}, {streams.error, 2}};
  command.die_with_parent = true;
  // The client learns of a new window size only from its controlling terminal.
  command.new_session = command.controlling_terminal = terminal;

  TRY_WITH(make_directories_of(plan, run.path()), "Could not make the directories of the container");
  if (is_hardened(plan)) TRY(write_filter(plan, run.path() / kFilter));
  if (!passed.file.empty()) TRY(os::create_file(run.path() / kEnvironment, passed.file));
  Marker marker{.handle = policy_.handle,
                .container = container(),
                .runtime = engine_.runtime,
                .project_id = policy_.project_id,
                .supervisor = process_stamp(getpid()).value_or(ProcessStamp{})};
  TRY(write_marker(context_.paths, marker));
  auto client = os::start(command);
  if (!client) {
    remove_marker(context_.paths, marker);
    return std::unexpected(std::move(client).error());
  }
  note_missing_limits(read_engine_facts(engine_.runtime));
  return std::make_unique<ContainerGuest>(engine_, std::move(marker), context_.paths, context_.environment,
                                          *std::move(client));
}

}  // namespace

base::Result<std::unique_ptr<Backend>> make_container_backend(const BackendContext& context) {
  auto engine =
      TRY(find_engine(context.sandbox.container, context.environment.get("PATH").value_or(""), context.untrusted));
  Policy policy{.settings = context.sandbox.container,
                .image = TRY(resolve_image(context.sandbox, context.agent)),
                .handle = context.handle,
                .project_id = context.project_id,
                .entry_point = {}};
  return std::make_unique<ContainerBackend>(std::move(engine), std::move(policy), context);
}

}  // namespace sandbox::container
