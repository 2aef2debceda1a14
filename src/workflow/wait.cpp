#include "workflow/wait.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <map>

#include "agent/foreground_process.h"
#include "agent/state_store.h"
#include "agent/wait.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/unicode.h"
#include "os/foreign_process.h"
#include "os/watch.h"
#include "workflow/agent_view.h"
#include "workflow/reconciled.h"
#include "workflow/wait_subject.h"

namespace workflow {

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using std::chrono::milliseconds;

// How long the multiplexer may take to notice that a process has ended, and how often it is asked meanwhile.
constexpr milliseconds kSettling{1000};
constexpr milliseconds kSettlingStep{50};
// Only where no process is known whose end could be waited for: an agent that is just being started, or a multiplexer
// that does not tell process ids.
constexpr milliseconds kBlindStep{1000};

class Waiting {
 public:
  Waiting(const Setting& setting, const WaitRequest& request, const Voice& voice, AgentView view, os::Watcher watcher)
      : setting_(setting),
        request_(request),
        voice_(voice),
        view_(std::move(view)),
        watcher_(std::move(watcher)),
        started_(Clock::now()) {}

  base::Result<> begin() {
    const agent::StateStore store(setting_.paths.state);
    (void)TRY(watcher_.add(TRY(store.watched_directory())));
    for (const std::string& name : request_.names) TRY(add(name));
    return {};
  }

  base::Result<WaitEnd> run() {
    for (;;) {
      TRY(look());
      // The state comes before the time limit (AGT-W18).
      if (const auto end = judge()) return *end;
      const Time now = Clock::now();
      if (request_.limit && now >= started_ + *request_.limit) {
        voice_.warn("Timeout waiting for: " + base::join(pending_names(), ", "));
        return WaitEnd::timed_out;
      }
      sleep(now);
    }
  }

 private:
  base::Result<> add(const std::string& name) {
    const agent::ResolvedAgents found = TRY(agents_named(view_, name));
    std::vector<std::filesystem::path> roots;
    bool is_here = false;
    for (const agent::NamedWorktree& worktree : view_.worktrees) {
      roots.push_back(worktree.root);
      is_here = is_here || worktree.root == found.root;
    }
    const bool is_pane = found.agents.size() == 1 && found.agents.front()->state.key.pane_id == name;
    WaitSubject subject(name, found.root, is_here ? roots : std::vector<std::filesystem::path>{}, is_pane ? name : "",
                        {.wanted = request_.wanted, .since = request_.since});
    if (request_.change) subject.ignore_present(view_.agents);
    subjects_.push_back(std::move(subject));
    // The end of a worktree's directory is seen in the one above. It may be out of reach; then its agents tell.
    (void)watcher_.add(found.root.parent_path());
    return {};
  }

  // State files against the panes of before; the multiplexer is asked only when something does not fit.
  base::Result<> look() {
    if (!ask_multiplexer_) {
      found_ = compared_agents(setting_, *view_.multiplexer, view_.snapshot);
      if (found_.suspects.empty() && found_.ended.empty()) return {};
    }
    ask_multiplexer_ = false;
    view_.snapshot = TRY(view_.multiplexer->snapshot());
    found_ = reconciled_agents(setting_, *view_.multiplexer, view_.snapshot);
    return {};
  }

  void tell(const WaitSubject& subject, std::string_view what) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started_);
    voice_.warn(
        fmt::format("{}: {} ({})", base::sanitise_line(subject.name()), what, agent::wait_elapsed(seconds.count())));
  }

  std::optional<WaitEnd> judge() {
    bool reached_one = false;
    std::vector<std::string> lost;
    std::erase_if(subjects_, [&](WaitSubject& subject) {
      const agent::WaitState state = subject.judge(found_, view_.snapshot, Clock::now());
      if (state == agent::WaitState::vanished) lost.push_back(base::sanitise_line(subject.name()));
      if (state != agent::WaitState::reached && state != agent::WaitState::merged) return false;
      tell(subject, state == agent::WaitState::merged ? "merged" : agent::status_word(request_.wanted));
      reached_one = true;
      return true;
    });
    if (subjects_.empty() || (reached_one && request_.any)) return WaitEnd::reached;
    if (lost.empty()) return std::nullopt;
    for (const std::string& name : lost) voice_.warn(name + ": agent exited unexpectedly");
    return WaitEnd::vanished;
  }

  std::vector<std::string> pending_names() const {
    std::vector<std::string> names;
    for (const WaitSubject& subject : subjects_) names.push_back(base::sanitise_line(subject.name()));
    return names;
  }

  // Processes whose end means something. Returns false when an agent has none that is known.
  bool watch_processes() {
    std::map<std::int64_t, os::Descriptor> watched;
    bool all_known = true;
    const auto watch = [&](std::int64_t pid) {
      if (watched.contains(pid)) return true;
      const auto before = processes_.find(pid);
      os::Descriptor descriptor =
          before == processes_.end() ? os::watch_process(static_cast<pid_t>(pid)) : std::move(before->second);
      if (!descriptor.valid()) return false;
      watched.emplace(pid, std::move(descriptor));
      return true;
    };
    for (const WaitSubject& subject : subjects_) {
      for (const agent::LiveAgent* live : subject.agents_among(found_.alive)) {
        const std::int64_t pane = live->pane ? live->pane->pid.value_or(0) : 0;
        const std::int64_t agent =
            live->state.agent_pid != 0 ? live->state.agent_pid : agent::foreground_process(pane).value_or(0);
        const bool pane_is_watched = pane > 0 && watch(pane);
        const bool agent_is_watched = agent > 0 && watch(agent);
        // A pane may run the agent itself, without a shell.
        const bool runs_alone = pane_is_watched && live->state.agent_pid == 0 && !live->state.command.empty();
        all_known = all_known && (agent_is_watched || runs_alone);
      }
    }
    processes_ = std::move(watched);
    return all_known;
  }

  std::optional<Time> next_look(Time now, bool all_known) const {
    std::vector<Time> times;
    if (request_.limit) times.push_back(started_ + *request_.limit);
    for (const WaitSubject& subject : subjects_) {
      if (subject.deadline()) times.push_back(*subject.deadline());
    }
    for (const agent::AgentState& suspect : found_.suspects) {
      const std::int64_t left = suspect.gone_ts + agent::kGoneGraceSeconds - base::unix_seconds();
      times.push_back(now + std::max(milliseconds(left * 1000), kSettlingStep));
    }
    if (now < settled_) times.push_back(now + kSettlingStep);
    if (!all_known) times.push_back(now + kBlindStep);
    if (times.empty()) return std::nullopt;
    return *std::ranges::min_element(times);
  }

  void sleep(Time now) {
    const bool all_known = watch_processes();
    const auto until = next_look(now, all_known);
    std::vector<pollfd> wanted = {{.fd = watcher_.descriptor(), .events = POLLIN, .revents = 0}};
    for (const auto& [pid, descriptor] : processes_)
      wanted.push_back({.fd = descriptor.get(), .events = POLLIN, .revents = 0});
    int limit = -1;
    if (until) {
      const auto left = std::chrono::ceil<milliseconds>(*until - now).count();
      limit = static_cast<int>(std::clamp<std::int64_t>(left, 0, INT32_MAX));
    }
    const int ready = ::poll(wanted.data(), wanted.size(), limit);
    if (ready == 0) ask_multiplexer_ = true;
    if (ready <= 0) return;
    (void)watcher_.read();
    for (size_t i = 1; i < wanted.size(); ++i) {
      if (wanted[i].revents == 0) continue;
      ask_multiplexer_ = true;
      settled_ = Clock::now() + kSettling;
      const int fired = wanted[i].fd;
      std::erase_if(processes_, [&](const auto& entry) { return entry.second.get() == fired; });
    }
  }

  const Setting& setting_;
  const WaitRequest& request_;
  const Voice& voice_;
  AgentView view_;
  os::Watcher watcher_;
  Time started_;
  Time settled_{};
  bool ask_multiplexer_ = false;
  agent::Reconciled found_;
  std::vector<WaitSubject> subjects_;
  std::map<std::int64_t, os::Descriptor> processes_;
};

}  // namespace

base::Result<WaitEnd> wait(const Setting& setting, const WaitRequest& request, const Voice& voice) {
  os::Watcher watcher = TRY(os::Watcher::create());
  AgentView view = TRY(view_agents(setting, voice));
  Waiting waiting(setting, request, voice, std::move(view), std::move(watcher));
  TRY(waiting.begin());
  return waiting.run();
}

}  // namespace workflow
