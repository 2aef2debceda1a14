// `sandbox build`, `sandbox pull`, `sandbox init-dockerfile` (SBX 6.9), `sandbox install-dev` (SBX 13.3).
#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "os/beneath.h"
#include "os/files.h"
#include "os/process.h"
#include "sandbox/container/build.h"
#include "sandbox/container/dockerfiles.h"
#include "sandbox/container/image.h"
#include "sandbox/supervisor.h"
#include "workflow/panes.h"
#include "workflow/sources.h"

namespace cli {

namespace {

constexpr const char* kDockerfile = "Dockerfile.sandbox";

struct Chosen {
  config::Sandbox sandbox;
  std::string agent;
  std::string image;
};

base::Result<Chosen> choose(Context& context) {
  const auto loaded = TRY(workflow::load_config_here(setting_of(context)));
  const auto agent = workflow::agent_profile(loaded.config, std::nullopt);
  return Chosen{loaded.config.sandbox, agent, TRY(sandbox::container::resolve_image(loaded.config.sandbox, agent))};
}

base::Result<sandbox::container::Engine> engine_of(Context& context, const config::Sandbox& sandbox) {
  return sandbox::container::find_engine(sandbox.container, context.environment.get("PATH").value_or(""),
                                         {context.directory});
}

base::Result<int> run_build(Context& context, const Arguments&) {
  const auto loaded = TRY(workflow::load_config_here(setting_of(context)));
  const auto agent = workflow::agent_profile(loaded.config, std::nullopt);
  (void)TRY(sandbox::container::agent_layer(agent));
  const auto chosen = TRY(choose(context));
  const sandbox::container::BuildContext build{.engine = TRY(engine_of(context, chosen.sandbox)),
                                               .environment = context.environment,
                                               .scratch = context.paths.cache,
                                               .guest_program = TRY(sandbox::find_guest_program(context.program))};
  print(fmt::format("Building sandbox image '{}' for the agent '{}'...\n", base::sanitise_line(chosen.image), agent));
  TRY(sandbox::container::build_image(build, agent, chosen.image));
  print(
      fmt::format("Image '{}' is built.\n"
                  "Tip: there are pre-built images, too; 'workmux sandbox pull' fetches one.\n",
                  base::sanitise_line(chosen.image)));
  return 0;
}

base::Result<int> run_pull(Context& context, const Arguments&) {
  const auto chosen = TRY(choose(context));
  const sandbox::container::ImageContext images{.engine = TRY(engine_of(context, chosen.sandbox)),
                                                .environment = context.environment,
                                                .paths = context.paths,
                                                .image_repo = chosen.sandbox.image_repo,
                                                .say = {}};
  print(fmt::format("Pulling image '{}'...\n", base::sanitise_line(chosen.image)));
  (void)TRY(sandbox::container::pull_image(images, chosen.image));
  print(fmt::format("Image '{}' is up to date.\n", base::sanitise_line(chosen.image)));
  return 0;
}

// The guest program of the source tree that we are in.
base::Result<std::filesystem::path> built_guest(Context& context, const Arguments& arguments) {
  const std::string preset = arguments.has("release") ? "release" : "dev";
  const auto script = context.directory / "tools" / "build";
  if (!os::status_following(script) || !os::status_following(context.directory / "src" / "guest")) {
    return base::fail(fmt::format("'{}' is no source tree of workmux", base::sanitise_line(context.directory.string())),
                      "Run it at the top of one.");
  }
  if (!arguments.has("skip-build")) {
    os::Command command{.arguments = {script.string(), preset, "workmux-guest"}, .environment = context.environment};
    command.directory = context.directory;
    command.stdout_stream = command.stderr_stream = os::Stream::inherit;
    command.new_group = false;
    TRY_WITH(os::run_checked(command), "Could not build the guest program");
  }
  auto program = context.directory / "build" / preset / "libexec" / "workmux" / "workmux-guest";
  if (os::status_following(program)) return program;
  return base::fail(fmt::format("'{}' does not exist", base::sanitise_line(program.string())),
                    "Run it without --skip-build.");
}

// SBX 13.3. Containers alone: this version drives no virtual machines.
base::Result<int> run_install_dev(Context& context, const Arguments& arguments) {
  const auto program = TRY(built_guest(context, arguments));
  const auto chosen = TRY(choose(context));
  const auto engine = TRY(engine_of(context, chosen.sandbox));
  const sandbox::container::ImageContext images{
      engine, context.environment, context.paths, chosen.sandbox.image_repo, {}};
  const auto shown = base::sanitise_line(chosen.image);
  if (!TRY(sandbox::container::has_image(images, chosen.image))) {
    return base::fail(fmt::format("There is nothing to do: the image '{}' does not exist", shown),
                      "Build it with 'workmux sandbox build' or fetch it with 'workmux sandbox pull'.");
  }
  TRY(sandbox::container::install_program({engine, context.environment, context.paths.cache, program}, program,
                                          chosen.image));
  print(fmt::format("Installed {} in the image '{}'.\n", base::sanitise_line(program.string()), shown));
  return 0;
}

// The directory may lie in a tree that a sandbox writes: no link is followed (SBX E10).
base::Result<int> run_init_dockerfile(Context& context, const Arguments& arguments) {
  const auto loaded = TRY(workflow::load_config_here(setting_of(context)));
  const auto text = TRY(sandbox::container::whole_dockerfile(workflow::agent_profile(loaded.config, std::nullopt)));
  const auto here = TRY(os::Beneath::open(context.directory));
  const bool exists = here.status(kDockerfile).has_value();
  if (exists && !arguments.has("force")) {
    return base::fail(fmt::format("{} already exists. Use --force to overwrite.", kDockerfile));
  }
  TRY(exists ? here.replace(kDockerfile, text, 0644) : here.create(kDockerfile, text, 0644));
  const auto engine = engine_of(context, loaded.config.sandbox);
  const auto program =
      sandbox::container::program_name(engine ? engine->runtime : sandbox::container::ContainerRuntime::docker);
  print(
      fmt::format("Created {0}\n\nNext steps:\n"
                  "  1. Edit {0}\n"
                  "  2. Build it: {1} build -t my-sandbox -f {0} .\n"
                  "  3. In the configuration set sandbox.enabled: true and sandbox.image: my-sandbox\n",
                  kDockerfile, program));
  return 0;
}

}  // namespace

std::vector<Command> sandbox_image_commands() {
  Command build{.name = "build",
                .group = "",
                .summary = "Build the container image of the configured agent",
                .details = "Builds the base image and the agent's image with the configured runtime."};
  build.run = run_build;
  Command pull{.name = "pull",
               .group = "",
               .summary = "Fetch the newest container image of the configured agent",
               .details = ""};
  pull.run = run_pull;
  Command dockerfile{.name = "init-dockerfile",
                     .group = "",
                     .summary = "Write Dockerfile.sandbox, to start an image of your own from",
                     .details = ""};
  dockerfile.options = {{.name = "force", .help = "Overwrite an existing file"}};
  dockerfile.run = run_init_dockerfile;
  Command install{.name = "install-dev",
                  .group = "",
                  .summary = "Build the guest program of this source tree and install it in the image",
                  .details = "For people who work on workmux itself."};
  install.options = {{.name = "skip-build", .help = "Take what was built before"},
                     {.name = "release", .help = "The optimised build"}};
  install.run = run_install_dev;
  return {build, pull, dockerfile, install};
}

}  // namespace cli
