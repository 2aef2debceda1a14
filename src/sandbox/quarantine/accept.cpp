#include "sandbox/quarantine/accept.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/quarantine/importer.h"

namespace sandbox::quarantine {

namespace {

std::vector<std::string> meanings(std::string_view ref) {
  if (ref == kHead || ref.starts_with("refs/")) return {std::string(ref)};
  return {fmt::format("refs/heads/{}", ref), fmt::format("refs/tags/{}", ref), fmt::format("refs/remotes/{}", ref)};
}

std::string list_of(const std::vector<Held>& held) {
  if (held.empty()) return "Nothing of this worktree's sandbox is held back.";
  std::string text = "Held back:";
  for (const auto& entry : held) text += " " + base::sanitise_line(entry.ref);
  return text;
}

}  // namespace

base::Result<std::vector<Held>> held(const Subject& subject) {
  return read_held(layout_of(subject).host);
}

base::Result<Report> accept(const Subject& subject, std::string_view ref) {
  // First what is true now: the guest may have gone on since the last import.
  TRY(import(subject));
  const auto candidates = TRY(held(subject));
  for (const auto& name : meanings(ref)) {
    const auto entry = std::ranges::find(candidates, name, &Held::ref);
    if (entry == candidates.end()) continue;
    auto report = TRY(import_accepting(subject, {name}));
    const auto still = std::ranges::find(report.held, name, &Held::ref);
    if (still == report.held.end()) return report;
    return base::fail(fmt::format("Could not accept '{}': it {}", name, still->reason));
  }
  return base::fail(fmt::format("Could not accept '{}': nothing of that name is held back", base::sanitise_line(ref)),
                    list_of(candidates));
}

}  // namespace sandbox::quarantine
