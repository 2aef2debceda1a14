#include "workflow/add_many.h"

#include <fmt/format.h>

#include <map>

#include "base/unicode.h"
#include "mux/wait_closed.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

AddRequest request_of(const AddRequest& common, const Spec& spec) {
  AddRequest request = common;
  request.branch = spec.branch;
  request.agent = spec.agent;
  request.prompt = spec.prompt;
  return request;
}

// Every plan is made once before the first worktree, so that the seventh of ten does not fail for its name alone.
base::Result<> check_all(const Setting& setting, const AddRequest& common, const std::vector<Spec>& specs) {
  const Voice silent{.say = [](std::string_view) {}, .warn = [](std::string_view) {}, .ask = {}};
  std::map<std::string, std::string> handles;
  for (const Spec& spec : specs) {
    AddRequest request = request_of(common, spec);
    request.dry_run = true;
    const Added planned = TRY(add(setting, request, silent));
    const auto [other, is_new] = handles.emplace(planned.handle, spec.branch);
    if (is_new) continue;
    return base::fail(fmt::format("Branches '{}' and '{}' would both get the worktree '{}'",
                                  base::sanitise_line(other->second), base::sanitise_line(spec.branch), planned.handle),
                      "Nothing was created. Tell them apart in --branch-template, for example with {{ index }}.");
  }
  return {};
}

std::string waiting_text(const std::vector<Added>& open) {
  const char* kind = kind_of(open.front().mode);
  if (open.size() == 1) {
    return fmt::format("Waiting for {} '{}' to close...", kind, base::sanitise_line(open.front().target));
  }
  return fmt::format("Waiting for {} {}s to close...", open.size(), kind);
}

// What this call has opened, as far as it has to wait for it.
class OpenTargets {
 public:
  explicit OpenTargets(const Setting& setting) : setting_(setting) {}

  void add(const Added& added) {
    if (added.windows.empty()) return;
    added_.push_back(added);
    windows_.push_back(added.windows);
  }

  base::Result<> wait_for(size_t still_open) {
    if (windows_.size() <= still_open) return {};
    std::vector<std::string> ignored;
    const auto multiplexer = TRY(open_multiplexer(setting_, nullptr, ignored));
    return mux::wait_until_closed(*multiplexer, windows_, still_open);
  }

  const std::vector<Added>& all() const { return added_; }

 private:
  const Setting& setting_;
  std::vector<Added> added_;
  std::vector<std::vector<mux::WindowId>> windows_;
};

}  // namespace

base::Result<> add_many(const Setting& setting, const AddRequest& common, const std::vector<Spec>& specs,
                        const ManyOptions& options, const Voice& voice, const std::function<void(const Added&)>& done) {
  const bool several = specs.size() > 1;
  // With -o some of them may exist, and are opened.
  if (several && !common.dry_run && !common.open_if_exists) TRY(check_all(setting, common, specs));
  if (several) voice.say(fmt::format("Preparing to create {} worktrees...", specs.size()));
  OpenTargets opened(setting);
  for (size_t i = 0; i < specs.size(); ++i) {
    if (options.max_concurrent) TRY(opened.wait_for(*options.max_concurrent - 1));
    if (several) {
      voice.say(fmt::format("\n--- [{}/{}] Creating worktree: {} ---", i + 1, specs.size(),
                            base::sanitise_line(specs[i].branch)));
    }
    const Added added = TRY(add(setting, request_of(common, specs[i]), voice));
    opened.add(added);
    done(added);
  }
  if (!options.wait || opened.all().empty()) return {};
  voice.say(waiting_text(opened.all()));
  return opened.wait_for(0);
}

base::Result<BaseName> base_name_of(const Setting& setting, const std::string& argument) {
  const World world = TRY(look_around(setting));
  const auto remote = remote_form(world, argument);
  if (!remote) return BaseName{.name = argument, .base = {}};
  return BaseName{.name = remote->second, .base = argument};
}

}  // namespace workflow
