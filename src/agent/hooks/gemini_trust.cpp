#include "agent/hooks/gemini_trust.h"

#include <optional>
#include <string>

#include "agent/hooks/target_file.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

base::Json object_in(const std::filesystem::path& file) {
  auto target = read_json_target(file);
  return target && *target && (*target)->value.is_object() ? std::move((*target)->value) : base::Json::object();
}

bool asks_about_folders(const base::Json& settings) {
  const auto security = settings.find("security");
  if (security == settings.end() || !security->is_object()) return true;
  const auto trust = security->find("folderTrust");
  return trust == security->end() || !trust->is_object() || base::boolean_member(*trust, "enabled", true);
}

}  // namespace

GeminiTrust gemini_trust(const Places& places, const std::filesystem::path& folder) {
  const std::filesystem::path directory = directory_of(Agent::gemini, places);
  if (!asks_about_folders(object_in(directory / "settings.json"))) return GeminiTrust::yes;
  size_t longest = 0;
  GeminiTrust trust = GeminiTrust::unknown;
  const base::Json folders = object_in(directory / "trustedFolders.json");
  for (const auto& [listed, rule] : folders.items()) {
    if (!rule.is_string()) continue;
    const std::string word = rule.get<std::string>();
    const std::filesystem::path path = listed;
    const std::filesystem::path top = word == "TRUST_PARENT" ? path.parent_path() : path;
    if (!os::is_within(folder, top) || listed.size() < longest) continue;
    longest = listed.size();
    trust = word == "DO_NOT_TRUST" ? GeminiTrust::no : GeminiTrust::yes;
  }
  return trust;
}

}  // namespace agent::hooks
