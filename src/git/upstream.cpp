#include "git/upstream.h"

#include "git/refs.h"

namespace git {
namespace {

// Where a fetch rule ("+refs/heads/*:refs/remotes/origin/*") puts a ref of the remote; empty: nowhere.
std::string mapped(std::string_view rule, std::string_view ref) {
  if (rule.starts_with('+')) rule.remove_prefix(1);
  const size_t colon = rule.find(':');
  if (rule.starts_with('^') || colon == std::string_view::npos) return {};
  const std::string_view source = rule.substr(0, colon);
  const std::string_view target = rule.substr(colon + 1);
  const size_t star = source.find('*');
  if (star == std::string_view::npos) return source == ref ? std::string(target) : std::string();
  const std::string_view head = source.substr(0, star);
  const std::string_view tail = source.substr(star + 1);
  const size_t target_star = target.find('*');
  if (target_star == std::string_view::npos || ref.size() < head.size() + tail.size()) return {};
  if (!ref.starts_with(head) || !ref.ends_with(tail)) return {};
  std::string result(target.substr(0, target_star));
  result += ref.substr(head.size(), ref.size() - head.size() - tail.size());
  return result.append(target.substr(target_star + 1));
}

}  // namespace

std::vector<std::string> list_remotes(const ConfigFile& config) {
  return config.subsections("remote");
}

std::optional<std::string> remote_url(const ConfigFile& config, std::string_view remote) {
  const auto urls = config.get_all(config_key("remote", remote, "url"));
  return urls.empty() ? std::nullopt : std::optional<std::string>(urls.front());
}

std::optional<Upstream> upstream_of(const ConfigFile& config, std::string_view branch) {
  const auto remote = config.get(config_key("branch", branch, "remote"));
  const auto merge = config.get(config_key("branch", branch, "merge"));
  if (!remote || !merge || remote->empty() || !is_valid_ref_name(*merge)) return std::nullopt;
  Upstream upstream{.remote = *remote, .merge_ref = *merge, .tracking_ref = {}};
  if (*remote == ".") upstream.tracking_ref = *merge;
  for (const std::string& rule : config.get_all(config_key("remote", *remote, "fetch"))) {
    if (!upstream.tracking_ref.empty()) break;
    upstream.tracking_ref = mapped(rule, *merge);
  }
  if (!is_valid_ref_name(upstream.tracking_ref)) upstream.tracking_ref.clear();
  return upstream;
}

base::Result<bool> upstream_is_gone(const Repository& repository, const ConfigFile& config, std::string_view branch) {
  const auto upstream = upstream_of(config, branch);
  if (!upstream || upstream->tracking_ref.empty()) return false;
  return !TRY(resolve_ref(repository, upstream->tracking_ref)).has_value();
}

}  // namespace git
