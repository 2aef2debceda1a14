#include "sandbox/quarantine/notes.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "os/files.h"

namespace sandbox::quarantine {

namespace {

// One line for each ref: name, tab, text. Names and texts hold neither tab nor newline: git allows none in names, texts
// are object ids or names.
std::string lines_of(const RefTexts& refs) {
  std::string text;
  for (const auto& [name, value] : refs) {
    text.append(name).append("\t").append(value).append("\n");
  }
  return text;
}

base::Result<RefTexts> refs_of(const std::filesystem::path& file) {
  RefTexts refs;
  const auto text = TRY(os::read_file_if_exists(file));
  if (!text) return refs;
  size_t at = 0;
  while (at < text->size()) {
    const size_t end = std::min(text->find('\n', at), text->size());
    const auto line = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    const size_t tab = line.find('\t');
    if (tab != std::string_view::npos) refs.emplace_hint(refs.end(), line.substr(0, tab), line.substr(tab + 1));
  }
  return refs;
}

}  // namespace

base::Result<RefTexts> read_known(const std::filesystem::path& host) {
  return refs_of(host / "known");
}

base::Result<> write_known(const std::filesystem::path& host, const RefTexts& known) {
  return os::write_atomically(host / "known", lines_of(known));
}

base::Result<Branches> read_branches(const std::filesystem::path& host) {
  Branches branches;
  for (const auto& [name, role] : TRY(refs_of(host / "branches"))) {
    if (role.contains("own")) branches.own.insert(name);
    if (role.contains("created")) branches.created.insert(name);
  }
  return branches;
}

base::Result<> write_branches(const std::filesystem::path& host, const Branches& branches) {
  RefTexts lines;
  for (const auto& name : branches.created) lines[name] = "created";
  for (const auto& name : branches.own) lines[name] = branches.created.contains(name) ? "own created" : "own";
  return os::write_atomically(host / "branches", lines_of(lines));
}

base::Result<Pending> read_pending(const std::filesystem::path& host) {
  Pending pending;
  pending.any = os::status_of(host / "pending").has_value();
  if (pending.any) pending.refs = TRY(refs_of(host / "pending"));
  return pending;
}

base::Result<> write_pending(const std::filesystem::path& host, const RefTexts& refs) {
  return os::write_atomically(host / "pending", lines_of(refs));
}

base::Result<> clear_pending(const std::filesystem::path& host) {
  return os::remove_file(host / "pending");
}

base::Result<std::vector<Held>> read_held(const std::filesystem::path& host) {
  std::vector<Held> held;
  const auto text = TRY(os::read_file_if_exists(host / "held.json"));
  if (!text) return held;
  const auto json =
      TRY_WITH(base::parse_json(*text), fmt::format("Could not read '{}'", (host / "held.json").string()));
  if (!json.is_array()) return held;
  for (const auto& entry : json) {
    held.push_back({.ref = base::string_member(entry, "ref"),
                    .value = base::string_member(entry, "value"),
                    .reason = base::string_member(entry, "reason"),
                    .shown = true});
  }
  return held;
}

base::Result<> write_held(const std::filesystem::path& host, const std::vector<Held>& held) {
  const auto file = host / "held.json";
  if (held.empty()) return os::remove_file(file);
  base::Json json = base::Json::array();
  for (const auto& entry : held) {
    json.push_back({{"ref", entry.ref}, {"value", entry.value}, {"reason", entry.reason}});
  }
  return os::write_atomically(file, base::dump_json(json));
}

}  // namespace sandbox::quarantine
