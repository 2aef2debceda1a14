#include "sandbox/git_sync.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <thread>
#include <utility>

#include "base/unicode.h"
#include "os/descriptor.h"
#include "os/watch.h"
#include "sandbox/quarantine/import.h"
#include "sandbox/quarantine/outward.h"
#include "sandbox/quarantine/watch.h"

namespace sandbox {
namespace {

struct Due {
  bool import = false;
  bool refresh = false;
  bool directories = false;  // the set of directories changed
};

}  // namespace

struct GitSync::State {
  State(quarantine::Subject of, os::Watcher with, os::Descriptor stopper, std::function<void(std::string_view)> to)
      : subject(std::move(of)), watcher(std::move(with)), stop_event(std::move(stopper)), log(std::move(to)) {}

  quarantine::Subject subject;
  os::Watcher watcher;
  os::Descriptor stop_event;
  std::function<void(std::string_view)> log;
  std::map<int, quarantine::WatchedDirectory> watched;
  std::vector<std::string> lines;
  std::string last_failure;
  std::thread thread;

  void watch_all();
  Due read_events();
  void import_now();
  void refresh_now();
  void run();
  void remember(std::string line) {
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  }
};

// Adds what is new; a directory that is gone ended its watch by itself.
void GitSync::State::watch_all() {
  for (auto& directory : quarantine::watched_directories(subject)) {
    const bool known = std::ranges::any_of(watched, [&](const auto& entry) { return entry.second == directory; });
    if (known) continue;
    const auto number = watcher.add(directory.path);
    if (number) watched.insert_or_assign(*number, std::move(directory));
  }
}

Due GitSync::State::read_events() {
  Due due;
  for (const auto& event : watcher.read()) {
    if (event.overflow) return {true, true, true};
    const auto entry = watched.find(event.watch);
    if (entry == watched.end()) continue;
    if (event.is_directory || event.name.empty()) due.directories = true;
    // A directory's own end, or one that appeared: it may hold refs already.
    const bool concerns = event.is_directory || quarantine::concerns_refs(subject, entry->second, event.name);
    if (concerns && entry->second.side == quarantine::Side::facade) due.import = true;
    if (concerns && entry->second.side == quarantine::Side::host) due.refresh = true;
    if (event.name.empty() && event.removed) watched.erase(entry);
  }
  return due;
}

void GitSync::State::import_now() {
  const auto report = quarantine::import(subject);
  if (!report) {
    // A failed import is tried again at the next change; the same reason is told once.
    const std::string text =
        fmt::format("What the agent committed could not be taken over: {}", report.error().message);
    if (text != last_failure) log(text);
    last_failure = text;
    return;
  }
  last_failure.clear();
  for (const auto& moved : report->moved) {
    log(fmt::format("import: {} {} -> {}", base::sanitise_line(moved.ref), moved.before, moved.after));
  }
  for (const auto& held : report->held) {
    if (!held.shown)
      remember(fmt::format("{} was left alone: {}", base::sanitise_line(held.ref), base::sanitise_line(held.reason)));
  }
  for (const auto& notice : report->notices) remember(base::sanitise_line(notice));
}

void GitSync::State::refresh_now() {
  const auto refreshed = quarantine::refresh(subject);
  if (!refreshed)
    log(fmt::format("Refs of the host could not be brought into the sandbox: {}", refreshed.error().message));
}

void GitSync::State::run() {
  watch_all();
  import_now();  // what was committed before the watches were there
  for (;;) {
    std::array<pollfd, 2> entries = {pollfd{stop_event.get(), POLLIN, 0}, pollfd{watcher.descriptor(), POLLIN, 0}};
    if (poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
    if (entries[0].revents != 0) return;
    const Due due = read_events();
    if (due.directories) watch_all();
    if (due.import) import_now();
    if (due.refresh) refresh_now();
  }
}

GitSync::GitSync(std::unique_ptr<State> state) : state_(std::move(state)) {}
GitSync::GitSync(GitSync&&) noexcept = default;

GitSync::~GitSync() {
  if (state_) (void)stop();
}

base::Result<GitSync> GitSync::create(quarantine::Subject subject, std::function<void(std::string_view)> log) {
  auto watcher = TRY_WITH(os::Watcher::create(), "Could not watch the sandbox's git directory");
  os::Descriptor stopper(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stopper.valid()) return base::fail_errno("Could not watch the sandbox's git directory", errno);
  auto state = std::make_unique<State>(std::move(subject), std::move(watcher), std::move(stopper), std::move(log));
  State* running = state.get();
  state->thread = std::thread([running] { running->run(); });
  return GitSync(std::move(state));
}

std::vector<std::string> GitSync::stop() {
  if (!state_->thread.joinable()) return {};
  const std::uint64_t one = 1;
  (void)!write(state_->stop_event.get(), &one, sizeof one);
  state_->thread.join();
  state_->import_now();
  if (!state_->last_failure.empty()) state_->remember(state_->last_failure);
  return std::move(state_->lines);
}

}  // namespace sandbox
