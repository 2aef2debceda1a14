#include "sandbox/container/image.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/process.h"
#include "sandbox/container/freshness.h"

namespace sandbox::container {
namespace {

constexpr std::array kPublished = {"claude", "codex", "gemini", "opencode", "pi", "omp"};

constexpr const char* kFormat = "{{.Id}} [{{json .Config.Entrypoint}},{{json .Config.Labels}}]";
constexpr const char* kProtocolLabel = "workmux.protocol";

// The answer to kFormat: the id, the entry point or null, the labels or null. An old engine may answer the id alone.
Image parse_image(std::string_view answer) {
  const auto line = base::trim(answer);
  const auto blank = line.find(' ');
  Image image{.id = std::string(line.substr(0, blank)), .entry_point = {}, .may_need_tcp = true};
  const auto json = base::parse_json(blank == std::string_view::npos ? "[]" : line.substr(blank));
  if (!json || !json->is_array() || json->size() != 2) return image;
  for (const auto& word : (*json)[0].is_array() ? (*json)[0] : base::Json::array()) {
    if (word.is_string()) image.entry_point.push_back(word.get<std::string>());
  }
  const auto& labels = (*json)[1];
  image.may_need_tcp = !labels.is_object() || !labels.contains(kProtocolLabel);
  return image;
}

// A local image; without an id when there is none. An engine that does not answer is an error of its own: it must not
// look like a missing image.
base::Result<Image> local_image(const ImageContext& context, const std::string& image) {
  os::Command command;
  command.arguments = {context.engine.program.string(), "image", "inspect", "--format", kFormat, image};
  command.environment = engine_environment(context.engine, context.environment);
  command.directory = "/";
  command.time_limit = std::chrono::seconds(30);
  const auto outcome =
      TRY_WITH(os::run(command), fmt::format("Could not ask {} for its images", program_name(context.engine.runtime)));
  if (outcome.ok()) return parse_image(outcome.output);
  const std::string text = base::to_lower(outcome.errors);
  constexpr std::array kMissing = {"no such image", "image not known", "no such object", "not found"};
  if (text.empty() ||
      std::ranges::any_of(kMissing, [&](const char* word) { return text.find(word) != std::string::npos; })) {
    return Image{};
  }
  auto error =
      base::fail(fmt::format("{} cannot be asked for its images", program_name(context.engine.runtime)),
                 fmt::format("Is it running, and may you use it? Try '{} info'.", program_name(context.engine.runtime)))
          .error();
  error.causes.push_back(base::sanitise(std::string(base::trim(outcome.errors)).substr(0, 2000)));
  return std::unexpected(std::move(error));
}

base::Result<> run_pull(const ImageContext& context, const std::string& image) {
  os::Command command;
  command.arguments = {context.engine.program.string(), "pull", image};
  command.environment = engine_environment(context.engine, context.environment);
  command.directory = "/";
  command.stdout_stream = command.stderr_stream = os::Stream::null;
  // Progress is no output of the command that is run.
  command.descriptors = {{STDERR_FILENO, STDOUT_FILENO}, {STDERR_FILENO, STDERR_FILENO}};
  command.new_group = false;  // Ctrl-C ends it
  auto child = TRY(os::start(command));
  const auto outcome = child.wait();
  if (outcome && outcome->ok()) return {};
  return base::fail(fmt::format("Failed to pull image '{}'", base::sanitise_line(image)),
                    "Check the network, or build it locally with 'workmux sandbox build'.");
}

base::Error missing(const ImageContext& context, const std::string& image) {
  const auto runtime = program_name(context.engine.runtime);
  return base::fail(
             fmt::format("The image '{}' does not exist in the image store of {}", base::sanitise_line(image), runtime),
             fmt::format("Build or pull it with {}, or set 'sandbox.image'. An image that another runtime built is "
                         "not visible to {}.",
                         runtime, runtime))
      .error();
}

}  // namespace

base::Result<std::string> resolve_image(const config::Sandbox& sandbox, std::string_view agent) {
  std::string image;
  if (sandbox.image && !sandbox.image->empty()) {
    image = *sandbox.image;
  } else if (std::ranges::find(kPublished, agent) != kPublished.end()) {
    image = fmt::format("{}:{}", sandbox.image_repo, agent);
  } else {
    return base::fail(fmt::format("There is no published sandbox image for the agent '{}'", base::sanitise_line(agent)),
                      "Set 'sandbox.image' to an image that holds it; 'workmux sandbox init-dockerfile' writes a "
                      "Dockerfile to start from.");
  }
  // It becomes an argument of the engine.
  if (image.front() == '-' ||
      std::ranges::any_of(image, [](char c) { return static_cast<unsigned char>(c) <= 0x20; })) {
    return base::fail(fmt::format("'{}' is no name of an image", base::sanitise_line(image)),
                      "Correct 'sandbox.image'.");
  }
  return image;
}

bool is_official(std::string_view image, std::string_view image_repo) {
  if (image_repo.empty() || !image.starts_with(image_repo)) return false;
  const auto rest = image.substr(image_repo.size());
  return rest.empty() || rest.front() == ':' || rest.front() == '@';
}

base::Result<bool> has_image(const ImageContext& context, const std::string& image) {
  return !TRY(local_image(context, image)).id.empty();
}

base::Result<Image> pull_image(const ImageContext& context, const std::string& image) {
  TRY(run_pull(context, image));
  auto pulled = TRY(local_image(context, image));
  pulled.may_need_tcp = pulled.may_need_tcp && is_official(image, context.image_repo);
  record_fresh(context.paths, image, pulled.id);
  return pulled;
}

base::Result<Image> ensure_image(const ImageContext& context, const std::string& image) {
  const bool official = is_official(image, context.image_repo);
  auto local = TRY(local_image(context, image));
  if (local.id.empty() && !official) return std::unexpected(missing(context, image));
  if (local.id.empty()) {
    context.say(fmt::format("Image '{}' not found locally, pulling...", base::sanitise_line(image)));
    return pull_image(context, image);
  }
  local.may_need_tcp = local.may_need_tcp && official;
  if (!official) return local;
  local.recheck = Recheck::yes;
  switch (known_freshness(context.paths, image, local.id)) {
    case Known::fresh:
      local.recheck = Recheck::no;
      return local;
    case Known::unknown:
      return local;
    case Known::stale:
      break;
  }
  context.say(fmt::format("Updating sandbox image '{}'...", base::sanitise_line(image)));
  auto pulled = pull_image(context, image);
  if (pulled) return pulled;
  context.say(fmt::format("Warning: {}; the local image is used", pulled.error().message));
  return local;
}

}  // namespace sandbox::container
