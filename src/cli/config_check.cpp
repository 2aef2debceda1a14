#include "cli/config_check.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/output.h"
#include "config/discovery.h"
#include "config/load_file.h"
#include "os/files.h"

namespace cli {

namespace {

std::string line_of(const config::Problem& problem, const std::string& file) {
  const bool placed = problem.place.line != 0;
  std::string text = placed ? fmt::format("{}:{}:{}", file, problem.place.line, problem.place.column) : file;
  if (!problem.key_path.empty()) text += ": " + problem.key_path;
  return base::sanitise(text + ": " + problem.reason) + "\n";
}

// The number of problems.
size_t report(const std::filesystem::path& path, const std::vector<config::Problem>& problems) {
  const std::string file = base::sanitise_line(path.string());
  if (problems.empty()) print(fmt::format("✓ {}\n", file));
  for (const config::Problem& problem : problems) print(line_of(problem, file));
  return problems.size();
}

}  // namespace

base::Result<int> check_configuration(const config::Sources& sources) {
  size_t problems = 0;
  size_t files = 0;
  const std::filesystem::path global = config::global_file(sources);
  if (os::status_of(global)) {
    problems += report(global, TRY(config::check_file(global, config::FileKind::global)));
    ++files;
  }
  const config::Discovery found = TRY(config::discover_project(sources));
  for (const config::Warning& warning : found.warnings) warn("Warning: " + warning.text);
  if (found.project) {
    const config::FoundFile& file = *found.project;
    problems += report(file.path, config::check_text(file.text, file.path, config::FileKind::project));
    ++files;
  }
  if (files == 0) print("No configuration files\n");
  return problems == 0 ? 0 : 1;
}

}  // namespace cli
