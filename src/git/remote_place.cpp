#include "git/remote_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "git/upstream.h"

namespace git {
namespace {

constexpr std::array<std::string_view, 4> kSchemes = {"https", "http", "ssh", "git"};
constexpr size_t kLongest = 4096;

bool is_plain_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && std::ranges::all_of(part, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

bool is_host(std::string_view host) {
  const size_t colon = host.find(':');
  const auto port = colon == std::string_view::npos ? std::string_view("1") : host.substr(colon + 1);
  return is_plain_part(host.substr(0, colon)) && base::parse_integer(port).has_value();
}

std::string_view without_user(std::string_view authority) {
  const size_t at = authority.rfind('@');
  return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

// "owner/repo", "/owner/repo.git/".
std::optional<RemotePlace> place_of(std::string_view scheme, std::string_view host, std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos || !is_host(host)) return std::nullopt;
  const auto owner = path.substr(0, slash);
  const auto repo = path.substr(slash + 1);
  if (!is_plain_part(owner) || !is_plain_part(repo)) return std::nullopt;
  return RemotePlace{std::string(scheme), std::string(host), std::string(owner), std::string(repo)};
}

}  // namespace

std::optional<RemotePlace> parse_remote_url(std::string_view url) {
  if (url.size() > kLongest) return std::nullopt;
  if (const size_t end = url.find("://"); end != std::string_view::npos) {
    const std::string scheme = base::to_lower(url.substr(0, end));
    if (std::ranges::find(kSchemes, scheme) == kSchemes.end()) return std::nullopt;
    const auto rest = url.substr(end + 3);
    const size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return place_of(scheme, without_user(rest.substr(0, slash)), rest.substr(slash));
  }
  const size_t colon = url.find(':');
  const size_t slash = url.find('/');
  if (colon == std::string_view::npos || slash < colon) return std::nullopt;
  return place_of("", without_user(url.substr(0, colon)), url.substr(colon + 1));
}

bool same_place(const RemotePlace& one, const RemotePlace& other) {
  return base::to_lower(one.host) == base::to_lower(other.host) &&
         base::to_lower(one.owner) == base::to_lower(other.owner) &&
         base::to_lower(one.repo) == base::to_lower(other.repo);
}

std::string url_of_fork(const RemotePlace& place, std::string_view owner) {
  if (place.scheme == "https" || place.scheme == "http") {
    return fmt::format("{}://{}/{}/{}.git", place.scheme, place.host, owner, place.repo);
  }
  return fmt::format("git@{}:{}/{}.git", place.host, owner, place.repo);
}

std::optional<std::string> remote_at(const ConfigFile& config, const RemotePlace& place) {
  for (const auto& remote : list_remotes(config)) {
    const auto there = parse_remote_url(remote_url(config, remote).value_or(""));
    if (there && same_place(*there, place)) return remote;
  }
  return std::nullopt;
}

}  // namespace git
