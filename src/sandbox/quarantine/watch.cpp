#include "sandbox/quarantine/watch.h"

#include <fmt/format.h>

#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kMost = 4096;
constexpr int kDeepest = 32;

void add_below(const os::Beneath& git, const std::string& directory, Side side, int depth,
               std::vector<WatchedDirectory>& found) {
  if (depth > kDeepest || found.size() >= kMost) return;
  const auto entries = git.entries(directory);
  if (!entries) return;  // gone, or no directory
  found.push_back({.path = git.root() / directory, .side = side});
  for (const auto& [name, type] : *entries) {
    if (type != os::FileType::directory || name.ends_with(".lock")) continue;
    add_below(git, fmt::format("{}/{}", directory, name), side, depth + 1, found);
  }
}

void add_side(const std::filesystem::path& common, const std::string& own, Side side,
              std::vector<WatchedDirectory>& found) {
  const auto git = os::Beneath::open(common);
  if (!git) return;
  found.push_back({.path = common, .side = side});
  const auto status = own.empty() ? std::nullopt : git->status(own);
  if (status && status->type == os::FileType::directory) found.push_back({.path = common / own, .side = side});
  add_below(*git, "refs", side, 0, found);
}

}  // namespace

std::vector<WatchedDirectory> watched_directories(const Subject& subject) {
  const Layout layout = layout_of(subject);
  std::vector<WatchedDirectory> found;
  add_side(layout.git, layout.own, Side::facade, found);
  add_side(subject.common_dir, layout.own, Side::host, found);
  return found;
}

bool concerns_refs(const Subject& subject, const WatchedDirectory& directory, std::string_view name) {
  if (name.empty()) return true;
  if (name.ends_with(".lock")) return false;
  const Layout layout = layout_of(subject);
  const auto& common = directory.side == Side::facade ? layout.git : subject.common_dir;
  const bool top = directory.path == common;
  const bool own = !layout.own.empty() && directory.path == common / layout.own;
  if (top) return name == "packed-refs" || name == "HEAD" || name == "refs";
  if (own) return name == "HEAD";
  return true;
}

}  // namespace sandbox::quarantine
