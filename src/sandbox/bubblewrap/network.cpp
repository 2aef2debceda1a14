#include "sandbox/bubblewrap/network.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/unicode.h"
#include "os/files.h"
#include "os/socket.h"

namespace sandbox::bubblewrap {
namespace {

constexpr std::array kSystemDirectories = {"/usr/bin", "/usr/sbin", "/usr/local/bin", "/run/current-system/sw/bin"};
constexpr std::chrono::milliseconds kPatience{5000};

std::optional<std::filesystem::path> find_in_system(const char* name) {
  for (const char* directory : kSystemDirectories) {
    std::filesystem::path path = std::filesystem::path(directory) / name;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

struct Pipe {
  os::Descriptor read;
  os::Descriptor write;
};

base::Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe", errno);
  return Pipe{os::Descriptor(ends[0]), os::Descriptor(ends[1])};
}

// pasta goes into the background once the network is up and would then live on for ever: a shell waits for the end of
// this process (descriptor 4 closes) and ends it. A parent-death signal would not survive pasta's change of identity.
constexpr const char* kKeeper = R"(
file=$1; shift
"$@" </dev/null >/dev/null 3>&- 4<&- || exit 1
pid=$(cat "$file") || exit 1
trap '' PIPE
echo ready >&3
exec 3>&- 5<&-
read -r _ <&4
kill "$pid"
)";

// Numbers in the helper.
constexpr int kReady = 3;
constexpr int kLife = 4;
constexpr int kUserNamespace = 5;
constexpr const char* kUserNamespacePath = "/proc/self/fd/5";

// The user namespace that owns a process's network. bwrap moves an ordinary user's guest into a second one, which has
// no power over the network.
base::Result<os::Descriptor> network_owner(pid_t pid) {
  const auto path = fmt::format("/proc/{}/ns/net", pid);
  const os::Descriptor network(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!network.valid()) return base::fail_errno("The network of the sandbox could not be opened", errno);
  os::Descriptor owner(ioctl(network.get(), NS_GET_USERNS));
  if (!owner.valid()) return base::fail_errno("The network of the sandbox could not be opened", errno);
  return owner;
}

std::vector<std::string> pasta_command(const NetworkHelper& helper, pid_t pid, const std::filesystem::path& pid_file) {
  std::vector<std::string> words = {"/bin/sh", "-c", kKeeper, "sh", pid_file.string(), helper.path.string()};
  // No port of the host and no address that leads to its loopback; names are asked at an address of our own.
  for (const char* word : {"--config-net", "--quiet", "--no-map-gw", "-t", "none", "-u", "none", "-T", "none", "-U",
                           "none", "--dns-forward"}) {
    words.emplace_back(word);
  }
  words.push_back(name_server(helper));
  words.insert(words.end(), {"-P", pid_file.string()});
  // As another user it could not enter the namespace of root.
  if (getuid() == 0) words.insert(words.end(), {"--runas", "0:0"});
  words.insert(words.end(), {"--userns", kUserNamespacePath, "--netns", fmt::format("/proc/{}/ns/net", pid)});
  return words;
}

std::vector<std::string> slirp_command(const NetworkHelper& helper, pid_t pid) {
  return {helper.path.string(),
          "--configure",
          "--mtu=65520",
          "--disable-host-loopback",
          "--enable-sandbox",
          "--enable-seccomp",
          fmt::format("--ready-fd={}", kReady),
          fmt::format("--exit-fd={}", kLife),
          fmt::format("--userns-path={}", kUserNamespacePath),
          std::to_string(pid),
          "tap0"};
}

base::Error not_ready(const NetworkHelper& helper, os::Child& child) {
  std::string text;
  if (child.standard_error().valid()) {
    text = os::read_some(child.standard_error(), 4096, std::chrono::milliseconds(200)).value_or("");
  }
  auto error =
      base::fail(fmt::format("The network of the sandbox could not be set up with '{}'", helper.path.string()),
                 "Set 'sandbox.network.policy: deny' to run without a network, or install the package 'passt'.")
          .error();
  error.causes.push_back(text.empty() ? "it did not get ready in time" : base::sanitise(text));
  return error;
}

}  // namespace

Network::Network(os::Child helper, os::Descriptor life) : helper_(std::move(helper)), life_(std::move(life)) {}

Network::~Network() {
  life_.reset();
  // The keeper ends pasta in a session of its own; killing the keeper first would leave it behind.
  if (helper_.running()) helper_.wait(std::chrono::seconds(2));
}

NetworkChoice find_network_helper() {
  NetworkChoice choice;
  const auto pasta = find_in_system("pasta");
  const auto slirp = find_in_system("slirp4netns");
  if (!pasta && !slirp) {
    choice.reason = "neither pasta (package 'passt') nor slirp4netns is installed";
  } else if (access("/dev/net/tun", R_OK | W_OK) != 0) {
    choice.reason = "/dev/net/tun cannot be opened";
  } else {
    choice.helper =
        pasta ? NetworkHelper{NetworkProgram::pasta, *pasta} : NetworkHelper{NetworkProgram::slirp4netns, *slirp};
  }
  return choice;
}

std::string name_server(const NetworkHelper& helper) {
  return helper.program == NetworkProgram::pasta ? "169.254.1.1" : "10.0.2.3";
}

base::Result<Network> attach_network(const NetworkHelper& helper, pid_t pid,
                                     const std::filesystem::path& run_directory) {
  auto ready = TRY(make_pipe());
  auto life = TRY(make_pipe());
  const auto owner = TRY(network_owner(pid));
  os::Command command;
  command.environment = {};
  command.environment.set("PATH", "/usr/bin:/bin");
  command.new_session = true;
  command.stdout_stream = os::Stream::null;
  if (helper.program == NetworkProgram::pasta) {
    command.arguments = pasta_command(helper, pid, run_directory / "pasta.pid");
  } else {
    command.arguments = slirp_command(helper, pid);
  }
  command.descriptors = {{ready.write.get(), kReady}, {life.read.get(), kLife}, {owner.get(), kUserNamespace}};
  Network network(TRY(os::start(command)), std::move(life.write));
  ready.write.reset();
  auto word = os::read_some(ready.read, 16, kPatience);
  if (!word || word->empty()) return std::unexpected(not_ready(helper, network.helper()));
  return network;
}

}  // namespace sandbox::bubblewrap
