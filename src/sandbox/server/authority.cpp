#include "sandbox/server/authority.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sandbox::server {

bool is_safe_name(std::string_view name) {
  return has_safe_characters(name) && is_branch_name(name);
}

std::optional<std::string> status_word(std::string_view text) {
  constexpr std::array<std::string_view, 4> kWords = {"working", "waiting", "done", "clear"};
  const std::string word = base::to_lower(text);
  if (std::ranges::find(kWords, word) == kWords.end()) return std::nullopt;
  return word;
}

const Relative* find_relative(const Family& family, std::string_view name) {
  if (name.empty()) return nullptr;
  std::vector<const Relative*> members = {&family.self};
  for (const Relative& descendant : family.descendants) members.push_back(&descendant);
  for (const auto field : {&Relative::handle, &Relative::branch}) {
    const auto found = std::ranges::find_if(members, [&](const Relative* member) { return member->*field == name; });
    if (found != members.end()) return *found;
  }
  return nullptr;
}

std::optional<std::string> merge_target(const rpc::Merge& merge, const Family& family) {
  if (merge.into) return merge.into;
  const Relative* source = find_relative(family, merge.name);
  if (source == nullptr || source->base.empty()) return std::nullopt;
  return source->base;
}

}  // namespace sandbox::server
