#pragma once
// What every command is given: the world outside as values, so that nothing reaches for globals.

#include <filesystem>
#include <string>
#include <string_view>

#include "os/environment.h"
#include "os/log.h"
#include "os/paths.h"

namespace cli {

struct Context {
  os::Environment environment;
  os::Paths paths;
  os::Log log;
  std::filesystem::path directory;  // the working directory
  std::filesystem::path program;    // absolute path of this program
};

}  // namespace cli
