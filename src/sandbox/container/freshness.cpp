#include "sandbox/container/freshness.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "os/files.h"
#include "os/process.h"

namespace sandbox::container {
namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;

void write(const os::Paths& paths, std::string_view image, bool fresh, std::string_view local_image_id) {
  if (local_image_id.empty()) return;
  const base::Json json{
      {"image", image}, {"checked_at", base::unix_seconds()}, {"is_fresh", fresh}, {"local_image_id", local_image_id}};
  if (os::make_directories(paths.state)) {
    (void)os::write_atomically(freshness_file(paths, image), base::dump_json(json) + "\n");
  }
}

std::string ask(const Engine& engine, const os::Environment& environment, std::vector<std::string> words) {
  os::Command command;
  command.arguments = {engine.program.string()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.environment = engine_environment(engine, environment);
  command.directory = "/";
  command.time_limit = std::chrono::seconds(60);
  command.output_limit = 4U << 20;
  const auto outcome = os::run(command);
  return outcome && outcome->ok() ? outcome->output : std::string();
}

}  // namespace

std::filesystem::path freshness_file(const os::Paths& paths, std::string_view image) {
  const std::string name = base::replace_all(base::replace_all(std::string(image), "/", "-"), ":", "-");
  return paths.state / fmt::format("image-freshness-{}.json", name);
}

Known known_freshness(const os::Paths& paths, std::string_view image, std::string_view local_image_id) {
  const auto text = os::read_file_if_exists(freshness_file(paths, image), 64U << 10);
  if (!text || !*text) return Known::unknown;
  const auto json = base::parse_json(**text);
  if (!json || !json->is_object() || base::string_member(*json, "image") != image) return Known::unknown;
  const std::int64_t age = base::unix_seconds() - base::integer_member(*json, "checked_at");
  if (age < 0 || age > kDay) return Known::unknown;
  if (base::string_member(*json, "local_image_id") != local_image_id) return Known::unknown;
  return base::boolean_member(*json, "is_fresh") ? Known::fresh : Known::stale;
}

void record_fresh(const os::Paths& paths, std::string_view image, std::string_view local_image_id) {
  write(paths, image, true, local_image_id);
}

bool is_newest(std::string_view local_digests, std::string_view remote) {
  return !remote.empty() && local_digests.find(remote) != std::string_view::npos;
}

std::string remote_digest(ContainerRuntime runtime, std::string_view answer) {
  // podman prints the index as the registry stores it, and a digest is the hash of those bytes; one of the images that
  // the index lists would be another one.
  if (runtime == ContainerRuntime::podman) return answer.empty() ? "" : "sha256:" + base::sha256_hex(answer);
  for (const auto& line : base::lines(answer)) {
    const auto text = base::trim(line);
    if (text.starts_with("Digest:")) return std::string(base::trim(text.substr(7)));
  }
  return {};
}

void check_freshness(const os::Paths& paths, const os::Environment& environment, const Engine& engine,
                     const std::string& image) {
  const auto local = ask(engine, environment, {"image", "inspect", "--format", "{{.Id}} {{.RepoDigests}}", image});
  const size_t blank = local.find(' ');
  if (blank == std::string::npos || local.find("sha256:", blank) == std::string::npos) return;
  const bool podman = engine.runtime == ContainerRuntime::podman;
  const auto answer = podman ? ask(engine, environment, {"manifest", "inspect", image})
                             : ask(engine, environment, {"buildx", "imagetools", "inspect", image});
  const auto remote = remote_digest(engine.runtime, answer);
  if (remote.empty()) return;
  write(paths, image, is_newest(std::string_view(local).substr(blank), remote), local.substr(0, blank));
}

}  // namespace sandbox::container
