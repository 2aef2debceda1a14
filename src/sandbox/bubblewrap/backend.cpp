#include "sandbox/bubblewrap/backend.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/json.h"
#include "os/files.h"
#include "os/process.h"
#include "os/socket.h"
#include "sandbox/bubblewrap/arguments.h"
#include "sandbox/bubblewrap/network.h"
#include "sandbox/bubblewrap/pause.h"
#include "sandbox/bubblewrap/seccomp.h"

namespace sandbox::bubblewrap {
namespace {

constexpr std::chrono::milliseconds kSetUp{10000};
// Numbers in bwrap.
constexpr int kArguments = 10;
constexpr int kSeccomp = 11;
constexpr int kInformation = 12;
constexpr int kGate = 9;  // one digit: dash knows no more

// The guest's program waits here until everything around it stands. It says first that bwrap is done: a network helper
// that joins while bwrap still brings up the loopback device takes the netlink address that bwrap expects to have. By
// then bwrap has also tied it to our life; when we died before that, the gate is closed and it ends. (--block-fd comes
// too early for both.)
constexpr const char* kGateScript = R"(echo >&9; read -r _ <&9 || exit 1; exec 9<&-; exec "$@")";

struct Pipe {
  os::Descriptor read;
  os::Descriptor write;
};

base::Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe", errno);
  return Pipe{os::Descriptor(ends[0]), os::Descriptor(ends[1])};
}

struct Gate {
  os::Descriptor host;
  os::Descriptor guest;
};

base::Result<Gate> make_gate() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return base::fail_errno("Could not make a socket", errno);
  }
  return Gate{os::Descriptor(ends[0]), os::Descriptor(ends[1])};
}

// Waits until bwrap has built everything and the guest stands at the gate.
base::Result<> await_guest(const os::Descriptor& gate) {
  const auto word = os::read_some(gate, 16, kSetUp);
  if (!word || word->empty()) return base::fail("bwrap could not build the sandbox");
  return {};
}

// The argument vector in a file for --args: mounts do not fill `ps`, and their number has no limit.
base::Result<os::Descriptor> argument_file(const std::vector<std::string>& arguments) {
  std::string text;
  for (const auto& argument : arguments) text.append(argument).push_back('\0');
  os::Descriptor file(memfd_create("workmux-bwrap", MFD_CLOEXEC));
  if (!file.valid()) return base::fail_errno("Could not store the arguments of bwrap", errno);
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = write(file.get(), text.data() + done, text.size() - done);
    if (count <= 0) return base::fail_errno("Could not store the arguments of bwrap", errno);
    done += static_cast<size_t>(count);
  }
  if (lseek(file.get(), 0, SEEK_SET) != 0) return base::fail_errno("Could not store the arguments of bwrap", errno);
  return file;
}

// The process of the guest, from bwrap's information: {"child-pid": N, ...}. The text may come in pieces.
base::Result<pid_t> read_child(const os::Descriptor& pipe) {
  std::string text;
  for (;;) {
    auto piece = os::read_some(pipe, 4096, kSetUp);
    if (!piece || piece->empty()) return base::fail("bwrap could not build the sandbox");
    text += *piece;
    if (text.size() > 65536) return base::fail("bwrap gave no valid information");
    const auto json = base::parse_json(text);
    if (json) return static_cast<pid_t>(base::integer_member(*json, "child-pid"));
  }
}

class BubblewrapGuest : public Guest {
 public:
  BubblewrapGuest(os::Child bwrap, pid_t child)
      : bwrap_(std::move(bwrap)), child_(child), child_fd_(static_cast<int>(syscall(SYS_pidfd_open, child, 0))) {}
  ~BubblewrapGuest() override { end(); }

  void connect(Network network) { network_.emplace(std::move(network)); }

  int pidfd() const override { return bwrap_.pidfd(); }
  pid_t pid() const override { return child_; }

  base::Result<int> finish() override {
    const auto outcome = bwrap_.wait();
    if (!outcome) return base::fail("The end of the sandbox could not be waited for");
    return outcome->signal == 0 ? outcome->exit_code : 1;
  }

  base::Result<> pause() override { return signal_namespace(child_, SIGSTOP); }
  base::Result<> resume() override { return signal_namespace(child_, SIGCONT); }

  void ask_to_end(int number) override { (void)signal_namespace(child_, number); }

  void end() override {
    if (!bwrap_.running()) return;
    // The first process of the PID namespace: the kernel ends all others with it, and bwrap ends after that.
    if (child_fd_.valid()) syscall(SYS_pidfd_send_signal, child_fd_.get(), SIGKILL, nullptr, 0);
    if (!bwrap_.wait(std::chrono::seconds(5))) bwrap_.terminate(std::chrono::milliseconds(100));
  }

 private:
  os::Child bwrap_;
  pid_t child_;
  os::Descriptor child_fd_;  // a number could be given to another process
  std::optional<Network> network_;
};

class BubblewrapBackend : public Backend {
 public:
  explicit BubblewrapBackend(std::filesystem::path program) : program_(std::move(program)) {}

  std::string name() const override { return "bubblewrap"; }

  base::Result<std::vector<std::string>> explain(const LaunchPlan& plan) const override {
    const bool shared = plan.network == config::NetworkPolicy::allow && !find_network_helper().helper;
    std::vector<std::string> words = {program_.string()};
    const auto rest = bwrap_arguments(plan, read_host_system(), shared ? NetworkNamespace::host : NetworkNamespace::own,
                                      {.seccomp = kSeccomp, .information = kInformation});
    words.insert(words.end(), rest.begin(), rest.end());
    words.emplace_back("--");
    words.insert(words.end(), plan.arguments.begin(), plan.arguments.end());
    return words;
  }

  base::Result<std::unique_ptr<Guest>> start(const LaunchPlan& plan, const RunDirectory& run,
                                             const GuestStreams& streams) override;
  std::vector<std::string> notices() const override { return notices_; }

 private:
  base::Result<std::optional<NetworkHelper>> choose_network(const LaunchPlan& plan, const RunDirectory& run,
                                                            HostSystem& system);

  std::filesystem::path program_;
  std::vector<std::string> notices_;
};

base::Result<std::optional<NetworkHelper>> BubblewrapBackend::choose_network(const LaunchPlan& plan,
                                                                             const RunDirectory& run,
                                                                             HostSystem& system) {
  if (plan.network == config::NetworkPolicy::deny) return std::nullopt;
  auto choice = find_network_helper();
  if (!choice.helper) {
    notices_.push_back(
        fmt::format("The sandbox shares the host's network, local services included: {}. Install the package "
                    "'passt' to keep them apart.",
                    choice.reason));
    return std::nullopt;
  }
  system.resolv_conf = run.path() / "resolv.conf";
  TRY(os::write_atomically(system.resolv_conf, fmt::format("nameserver {}\n", name_server(*choice.helper)), 0644));
  return choice.helper;
}

base::Result<std::unique_ptr<Guest>> BubblewrapBackend::start(const LaunchPlan& plan, const RunDirectory& run,
                                                              const GuestStreams& streams) {
  HostSystem system = read_host_system();
  const auto helper = TRY(choose_network(plan, run, system));
  const bool own_network = helper || plan.network == config::NetworkPolicy::deny;
  const auto filter =
      TRY(seccomp_filter(plan.allow_user_namespaces ? UserNamespaces::allowed : UserNamespaces::refused));
  auto information = TRY(make_pipe());
  auto gate = TRY(make_gate());
  const auto arguments =
      TRY(argument_file(bwrap_arguments(plan, system, own_network ? NetworkNamespace::own : NetworkNamespace::host,
                                        {.seccomp = kSeccomp, .information = kInformation})));

  os::Command command;
  command.arguments = {program_.string(), "--args", std::to_string(kArguments), "--", "sh", "-c", kGateScript, "sh"};
  command.arguments.insert(command.arguments.end(), plan.arguments.begin(), plan.arguments.end());
  command.environment = plan.environment;
  command.directory = "/";
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::null;
  command.die_with_parent = true;
  command.descriptors = {{streams.input, 0},       {streams.output, 1},
                         {streams.error, 2},       {arguments.get(), kArguments},
                         {filter.get(), kSeccomp}, {information.write.get(), kInformation},
                         {gate.guest.get(), kGate}};
  auto bwrap = TRY(os::start(command));
  information.write.reset();
  gate.guest.reset();

  const pid_t child = TRY(read_child(information.read));
  auto guest = std::make_unique<BubblewrapGuest>(std::move(bwrap), child);
  TRY(await_guest(gate.host));
  if (helper) guest->connect(TRY(attach_network(*helper, child, run.path())));
  // The guest's program starts only now.
  TRY_WITH(os::write_all(gate.host, "\n", kSetUp), "bwrap could not build the sandbox");
  return guest;
}

}  // namespace

std::unique_ptr<Backend> make_bubblewrap_backend(const std::filesystem::path& program) {
  return std::make_unique<BubblewrapBackend>(program);
}

}  // namespace sandbox::bubblewrap
