#include "agent/hooks/groups.h"

#include <fmt/format.h>

#include <algorithm>

namespace agent::hooks {

namespace {

bool is_ours(const base::Json& entry) {
  return base::string_member(entry, "command").contains(kOurCommand);
}

// The entries of a group; null when it has none.
const base::Json* entries_of(const base::Json& group) {
  if (!group.is_object()) return nullptr;
  const auto entries = group.find("hooks");
  return entries != group.end() && entries->is_array() ? &*entries : nullptr;
}

// An entry as we write it: nothing but the bare command.
bool is_plain(const base::Json& entry) {
  return entry.size() == 2 && is_our_command(base::string_member(entry, "command"));
}

// A group that we wrote, of any version. One that a user made out of it is the user's.
bool is_our_group(const base::Json& group) {
  const base::Json* entries = entries_of(group);
  if (entries == nullptr || entries->empty() || group.size() > (group.contains("matcher") ? 2U : 1U)) return false;
  return std::ranges::all_of(*entries, is_plain);
}

const base::Json* hooks_of(const base::Json& root) {
  if (!root.is_object()) return nullptr;
  const auto hooks = root.find("hooks");
  return hooks != root.end() && hooks->is_object() ? &*hooks : nullptr;
}

bool contains(const base::Json& array, const base::Json& value) {
  return std::ranges::find(array, value) != array.end();
}

// Keeps the elements of an array that are wanted; returns whether some were not.
template <typename Wanted>
bool keep_elements(base::Json& array, Wanted wanted) {
  base::Json kept = base::Json::array();
  for (const base::Json& element : array) {
    if (wanted(element)) kept.push_back(element);
  }
  const bool changed = kept.size() != array.size();
  array = std::move(kept);
  return changed;
}

// Our entries out of one group; returns whether there were some.
bool clean_group(base::Json& group) {
  if (entries_of(group) == nullptr) return false;
  return keep_elements(group["hooks"], [](const base::Json& entry) { return !is_ours(entry); });
}

bool clean_event(base::Json& groups) {
  base::Json kept = base::Json::array();
  bool changed = false;
  for (base::Json& group : groups) {
    const bool cleaned = clean_group(group);
    changed = changed || cleaned;
    if (!cleaned || !group["hooks"].empty()) kept.push_back(group);
  }
  groups = std::move(kept);
  return changed;
}

bool remove_plugin(base::Json& root) {
  const auto plugins = root.find("enabledPlugins");
  if (plugins == root.end() || !plugins->is_object()) return false;
  base::Json kept = base::Json::object();
  for (const auto& [name, value] : plugins->items()) {
    if (!name.starts_with("workmux-status@")) kept[name] = value;
  }
  if (kept.size() == plugins->size()) return false;
  if (kept.empty())
    root.erase("enabledPlugins");
  else
    *plugins = std::move(kept);
  return true;
}

}  // namespace

bool is_our_command(std::string_view command) {
  if (!command.starts_with(kOurCommand)) return false;
  const std::string_view rest = command.substr(kOurCommand.size());
  return rest == " working" || rest == " waiting" || rest == " done" || rest == " clear";
}

bool has_our_hooks(const base::Json& root) {
  const base::Json* hooks = hooks_of(root);
  if (hooks == nullptr) return false;
  for (const base::Json& groups : *hooks) {
    if (!groups.is_array()) continue;
    for (const base::Json& group : groups) {
      const base::Json* entries = entries_of(group);
      if (entries != nullptr && std::ranges::any_of(*entries, is_ours)) return true;
    }
  }
  return false;
}

bool has_groups(const base::Json& root, const base::Json& groups) {
  const base::Json* hooks = hooks_of(root);
  if (hooks == nullptr) return false;
  for (const auto& [event, wanted] : groups.items()) {
    const auto found = hooks->find(event);
    if (found == hooks->end() || !found->is_array()) return false;
    for (const base::Json& group : wanted) {
      if (!contains(*found, group)) return false;
    }
  }
  return true;
}

base::Result<bool> merge_groups(base::Json& root, const base::Json& groups) {
  if (!root.is_object()) return base::fail("The file does not hold a JSON object");
  base::Json merged = root;
  if (!merged.contains("hooks")) merged["hooks"] = base::Json::object();
  base::Json& hooks = merged["hooks"];
  if (!hooks.is_object()) return base::fail("'hooks' is not a JSON object");
  for (const auto& [event, wanted] : groups.items()) {
    if (!hooks.contains(event)) hooks[event] = base::Json::array();
    base::Json& present = hooks[event];
    if (!present.is_array()) return base::fail(fmt::format("'hooks.{}' is not a JSON array", event));
    keep_elements(present, [&](const base::Json& group) { return !is_our_group(group) || contains(wanted, group); });
    for (const base::Json& group : wanted) {
      if (!contains(present, group)) present.push_back(group);
    }
  }
  const bool changed = merged != root;
  root = std::move(merged);
  return changed;
}

bool remove_our_hooks(base::Json& root) {
  if (!root.is_object()) return false;
  bool changed = remove_plugin(root);
  if (hooks_of(root) == nullptr) return changed;
  base::Json kept = base::Json::object();
  bool removed = false;
  for (const auto& [event, groups] : root["hooks"].items()) {
    base::Json left = groups;
    const bool cleaned = left.is_array() && clean_event(left);
    removed = removed || cleaned;
    if (!cleaned || !left.empty()) kept[event] = std::move(left);
  }
  if (!removed) return changed;
  if (kept.empty())
    root.erase("hooks");
  else
    root["hooks"] = std::move(kept);
  return true;
}

}  // namespace agent::hooks
