#pragma once
// Which image a sandbox runs, and that it is there (SBX 6.3, 6.5).

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"
#include "os/paths.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

// `sandbox.image`, else `<image_repo>:<agent>`. An error for an agent without a published image names the ways out.
base::Result<std::string> resolve_image(const config::Sandbox& sandbox, std::string_view agent);

// Of the repository `image_repo`: only such images are ever pulled by themselves.
bool is_official(std::string_view image, std::string_view image_repo);

struct ImageContext {
  Engine engine;
  os::Environment environment;
  os::Paths paths;
  std::string image_repo;
  std::function<void(std::string_view)> say;  // one line for the user
};

// What the run needs to know about freshness afterwards.
enum class Recheck { no, yes };  // yes: official and nobody knows whether it is the newest

// An image that is there.
struct Image {
  std::string id;
  std::vector<std::string> entry_point;
  // It may hold a workmux of its own that knows only TCP: an official image that does not say otherwise by the label
  // `workmux.protocol` (SBX 8.6).
  bool may_need_tcp = false;
  Recheck recheck = Recheck::no;
};

// Before each run: an image that is missing is pulled when it is official, and one that is known to be stale is
// renewed. Errors: an unofficial image that is missing, a pull that failed.
base::Result<Image> ensure_image(const ImageContext& context, const std::string& image);

// Whether the engine has the image. Error: an engine that does not answer.
base::Result<bool> has_image(const ImageContext& context, const std::string& image);

// Pulls and records the image as fresh; progress goes to standard error.
base::Result<Image> pull_image(const ImageContext& context, const std::string& image);

}  // namespace sandbox::container
