#include "agent/process_tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/classify.h"
#include "agent/command_line.h"
#include "base/text.h"
#include "os/files.h"

namespace agent {

namespace {

constexpr size_t kDepthLimit = 64;

struct StatLine {
  std::string name;
  std::int64_t parent = 0;
  std::int64_t start = 0;
};

// /proc/<pid>/stat: "pid (name) state ppid ...", with anything in the name, so the last ")" counts.
std::optional<StatLine> read_stat(std::int64_t pid) {
  const auto text = os::read_file(fmt::format("/proc/{}/stat", pid), 1U << 16);
  if (!text) return std::nullopt;
  const size_t open = text->find('(');
  const size_t close = text->rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return std::nullopt;
  // Fields from the third (state) on.
  const std::vector<std::string> fields = base::split(base::trim(std::string_view(*text).substr(close + 1)), ' ');
  constexpr size_t kParent = 1;
  constexpr size_t kStart = 19;
  if (fields.size() <= kStart) return std::nullopt;
  // A zombie has ended, it only was not reaped yet.
  if (fields[0] == "Z" || fields[0] == "X") return std::nullopt;
  const auto parent = base::parse_integer(fields[kParent]);
  const auto start = base::parse_integer(fields[kStart]);
  if (!parent || !start) return std::nullopt;
  return StatLine{.name = text->substr(open + 1, close - open - 1), .parent = *parent, .start = *start};
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The name under which a process is best known. The kernel's is cut at 15 bytes but names a script; the first argument
// is what the program calls itself; of an interpreter the second one is the script.
std::string best_name(const std::string& kernel_name, const std::vector<std::string>& arguments) {
  const std::string first = arguments.empty() ? std::string() : base_name(arguments[0]);
  const std::string second =
      arguments.size() < 2 || arguments[1].starts_with('-') ? std::string() : base_name(arguments[1]);
  const auto is_agent = [](const std::string& name) { return !classify(name, "").empty(); };
  if (is_agent(first)) return first;
  if (is_agent(kernel_name)) return kernel_name;
  const bool runs_scripts = first == "node" || first == "bun" || first == "deno" || first.starts_with("python");
  if (runs_scripts && is_agent(second)) return stem_of(second);
  return first.empty() || first.contains(' ') ? kernel_name : first;
}

}  // namespace

std::optional<ProcessFacts> process_facts(std::int64_t pid) {
  if (pid <= 0) return std::nullopt;
  const auto stat = read_stat(pid);
  if (!stat) return std::nullopt;
  ProcessFacts facts{.pid = pid, .parent = stat->parent, .start = stat->start, .name = stat->name};
  if (const auto arguments = os::read_file(fmt::format("/proc/{}/cmdline", pid), 4U << 20))
    facts.name = best_name(stat->name, base::split(*arguments, '\0'));
  return facts;
}

bool is_same_process(std::int64_t pid, std::int64_t start) {
  if (pid <= 0) return false;
  const auto stat = read_stat(pid);
  return stat && (start == 0 || stat->start == start);
}

std::vector<ProcessFacts> ancestors_of(std::int64_t pid) {
  std::vector<ProcessFacts> found;
  while (pid > 0 && found.size() < kDepthLimit) {
    auto facts = process_facts(pid);
    if (!facts) break;
    pid = facts->parent;
    found.push_back(*std::move(facts));
  }
  return found;
}

std::optional<ProcessFacts> agent_process(const std::vector<ProcessFacts>& ancestors, std::int64_t pane_pid) {
  const auto root = std::ranges::find(ancestors, pane_pid, &ProcessFacts::pid);
  if (root == ancestors.end()) return std::nullopt;
  const auto is_agent = [](const ProcessFacts& facts) { return !classify(facts.name, "").empty(); };
  const auto named = std::find_if(ancestors.begin(), root + 1, is_agent);
  if (named != root + 1) return *named;
  if (root == ancestors.begin()) return *root;
  // The list begins with the hook's own shell; when that is the child of the root, nothing else can be the agent.
  return root - 1 == ancestors.begin() ? *root : *(root - 1);
}

const LivePane* pane_of_hook(const std::vector<ProcessFacts>& ancestors, const std::vector<LivePane>& panes,
                             const std::string& claimed, const std::string& cwd) {
  const auto find_pane = [&](auto matches) -> const LivePane* {
    const auto found = std::ranges::find_if(panes, matches);
    return found == panes.end() ? nullptr : &*found;
  };
  const auto holds_hook = [&](const LivePane& pane) {
    return pane.pid && std::ranges::find(ancestors, *pane.pid, &ProcessFacts::pid) != ancestors.end();
  };
  const LivePane* claimed_pane = find_pane([&](const LivePane& pane) { return pane.id == claimed; });
  if (claimed_pane != nullptr && (ancestors.empty() || !claimed_pane->pid || holds_hook(*claimed_pane)))
    return claimed_pane;
  if (const LivePane* holder = find_pane(holds_hook)) return holder;

  // A background server ran the hook. Where the claimed pane fits, it is as good as any.
  const auto works_there = [&](const LivePane& pane) { return !cwd.empty() && pane.cwd == cwd; };
  if (claimed_pane != nullptr && (cwd.empty() || works_there(*claimed_pane))) return claimed_pane;
  if (std::ranges::count_if(panes, works_there) == 1) return find_pane(works_there);
  return claimed_pane;
}

}  // namespace agent
