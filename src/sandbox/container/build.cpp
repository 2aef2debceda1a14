#include "sandbox/container/build.h"

#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "os/files.h"
#include "os/process.h"
#include "sandbox/container/dockerfiles.h"

namespace sandbox::container {
namespace {

// podman takes a name without a host for one of a registry.
constexpr const char* kBaseImage = "localhost/workmux-sandbox-base";

enum class BuildKit { yes, no };

os::Command engine_command(const BuildContext& context, std::vector<std::string> words) {
  os::Command command;
  command.arguments = {context.engine.program.string()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.environment = engine_environment(context.engine, context.environment);
  return command;
}

bool run_build(const BuildContext& context, const std::filesystem::path& directory,
               const std::vector<std::string>& words, BuildKit kit) {
  auto command = engine_command(context, words);
  command.directory = directory;
  command.environment.set("DOCKER_CLI_HINTS", "false");
  if (kit == BuildKit::yes) command.environment.set("DOCKER_BUILDKIT", "1");
  if (kit == BuildKit::no) command.environment.unset("DOCKER_BUILDKIT");
  command.stdout_stream = command.stderr_stream = os::Stream::inherit;
  command.new_group = false;  // Ctrl-C ends it
  const auto outcome = os::run(command);
  return outcome && outcome->ok();
}

// Newer clients need a plugin for BuildKit, and fail without it before they do anything.
bool lacks_buildkit(const BuildContext& context) {
  if (context.engine.runtime != ContainerRuntime::docker) return false;
  auto command = engine_command(context, {"buildx", "version"});
  command.time_limit = std::chrono::seconds(20);
  const auto outcome = os::run(command);
  return !outcome || !outcome->ok();
}

// A private directory that is gone afterwards.
class Directory {
 public:
  static base::Result<Directory> make(const std::filesystem::path& parent) {
    TRY(os::make_directories(parent));
    return Directory(TRY(os::make_temporary_directory(parent, "build-")));
  }
  Directory(Directory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Directory& operator=(Directory&&) = delete;
  ~Directory() {
    if (!path_.empty()) (void)os::remove_tree(path_);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit Directory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

base::Result<> build(const BuildContext& context, const std::filesystem::path& directory,
                     const std::vector<std::string>& words, std::string_view image) {
  if (run_build(context, directory, words, BuildKit::yes)) return {};
  if (lacks_buildkit(context)) {
    std::cerr << "BuildKit is not installed; trying again with the old builder\n" << std::flush;
    if (run_build(context, directory, words, BuildKit::no)) return {};
  }
  return base::fail(fmt::format("{} could not build the image '{}'", program_name(context.engine.runtime),
                                base::sanitise_line(image)),
                    "What failed is above. 'workmux sandbox pull' fetches a pre-built image instead.");
}

base::Result<> build_base(const BuildContext& context) {
  const auto directory = TRY(Directory::make(context.scratch));
  // The program that belongs to this workmux, for those who look for it at its usual place.
  const auto text = fmt::format("{}LABEL workmux.protocol=2\nCOPY workmux /usr/local/bin/workmux\n",
                                base::resource_text(dockerfiles(), "base"));
  TRY(os::create_file(directory.path() / "Dockerfile", text, 0644));
  TRY(os::create_file(directory.path() / "workmux", TRY(os::read_file(context.guest_program)), 0755));
  return build(context, directory.path(), {"build", "-t", kBaseImage, "-f", "Dockerfile", "."}, kBaseImage);
}

}  // namespace

base::Result<> build_image(const BuildContext& context, std::string_view agent, const std::string& image) {
  const auto layer = TRY(agent_layer(agent));
  TRY(build_base(context));
  const auto directory = TRY(Directory::make(context.scratch));
  TRY(os::create_file(directory.path() / "Dockerfile", layer, 0644));
  return build(context, directory.path(),
               {"build", "--build-arg", fmt::format("BASE={}", kBaseImage), "-t", image, "-f", "Dockerfile", "."},
               image);
}

base::Result<> install_program(const BuildContext& context, const std::filesystem::path& program,
                               const std::string& image) {
  const auto directory = TRY(Directory::make(context.scratch));
  TRY(os::create_file(directory.path() / "Dockerfile",
                      fmt::format("FROM {}\nCOPY workmux /usr/local/bin/workmux\n", image), 0644));
  TRY(os::create_file(directory.path() / "workmux", TRY(os::read_file(program)), 0755));
  return build(context, directory.path(), {"build", "-t", image, directory.path().string()}, image);
}

}  // namespace sandbox::container
