#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "git/config_file.h"
#include "git/config_lock.h"
#include "git/config_syntax.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using Kind = ConfigPart::Kind;
using Parts = std::vector<ConfigPart>;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

size_t line_begin(std::string_view text, size_t position) {
  const size_t newline = position == 0 ? std::string_view::npos : text.rfind('\n', position - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

// Behind the newline of the line that holds `position`, or the end of the text.
size_t line_end(std::string_view text, size_t position) {
  const size_t newline = text.find('\n', position);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

bool is_entry_of(const ConfigPart& part, const ConfigKey& key) {
  return part.kind == Kind::entry && part.section == key.section && part.name == key.name;
}

// Takes out a part; its line goes as well when nothing else is on it.
void erase_part(std::string& text, const ConfigPart& part) {
  const size_t begin = line_begin(text, part.begin);
  if (is_blank(std::string_view(text).substr(begin, part.begin - begin))) {
    text.erase(begin, line_end(text, part.end) - begin);
    return;
  }
  text.erase(part.begin, part.end - part.begin);
}

// Takes out the part of the text that `header` opens, up to the end of the line of its last entry: what follows there
// (comments, blank lines) belongs to the next section.
void erase_section(std::string& text, const Parts& parts, size_t header) {
  size_t last = header;
  while (last + 1 < parts.size() && parts[last + 1].kind == Kind::entry) ++last;
  size_t begin = line_begin(text, parts[header].begin);
  if (!is_blank(std::string_view(text).substr(begin, parts[header].begin - begin))) begin = parts[header].begin;
  size_t end = line_end(text, parts[last].end);
  if (last + 1 < parts.size()) end = std::min(end, parts[last + 1].begin);
  text.erase(begin, end - begin);
}

// A header that an entry was taken from and under which nothing is left, not even a comment.
void drop_empty_sections(std::string& text, const std::string& section) {
  const auto parts = scan_config(text);
  if (!parts) return;
  for (size_t i = parts->size(); i-- > 0;) {
    const ConfigPart& part = (*parts)[i];
    if (part.kind != Kind::section || part.section != section) continue;
    const bool is_last = i + 1 == parts->size();
    if (!is_last && (*parts)[i + 1].kind == Kind::entry) continue;
    const size_t next = is_last ? text.size() : (*parts)[i + 1].begin;
    if (is_blank(std::string_view(text).substr(part.end, next - part.end))) erase_section(text, *parts, i);
  }
}

void insert_entry(std::string& text, const Parts& parts, const ConfigKey& key, const std::string& line) {
  const auto last =
      std::find_if(parts.rbegin(), parts.rend(), [&](const ConfigPart& part) { return part.section == key.section; });
  if (last == parts.rend()) {
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    text += section_header(key.section) + "\n\t" + line + '\n';
    return;
  }
  const size_t end = line_end(text, last->end);
  if (last != parts.rbegin() && std::prev(last)->begin < end) {  // another section begins on the same line
    text.insert(last->end, "\n\t" + line + '\n');
    return;
  }
  const bool ends_open = !std::string_view(text).substr(0, end).ends_with('\n');
  text.insert(end, (ends_open ? "\n\t" : "\t") + line + '\n');
}

base::Result<> apply_set(std::string& text, const ConfigEdit& edit, const ConfigKey& key) {
  if (edit.value.find('\0') != std::string::npos) {
    return base::fail(fmt::format("The value of '{}' holds a NUL byte", base::sanitise_line(edit.key)));
  }
  const Parts parts = TRY(scan_config(text));
  const std::string quoted = quoted_value(edit.value);
  const auto last =
      std::find_if(parts.rbegin(), parts.rend(), [&](const auto& part) { return is_entry_of(part, key); });
  if (last == parts.rend()) {
    insert_entry(text, parts, key, key.name + " = " + quoted);
    return {};
  }
  // From the back, so that the places in front stay right.
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!is_entry_of(*part, key)) continue;
    if (part != last) {
      erase_part(text, *part);
    } else if (part->value != edit.value) {
      const std::string name = text.substr(part->begin, part->name.size());
      text.replace(part->begin, part->value_end - part->begin, name + " = " + quoted);
    }
  }
  return {};
}

base::Result<> apply_unset(std::string& text, const ConfigKey& key) {
  const Parts parts = TRY(scan_config(text));
  bool changed = false;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!is_entry_of(*part, key)) continue;
    erase_part(text, *part);
    changed = true;
  }
  if (changed) drop_empty_sections(text, key.section);
  return {};
}

// `name`: the new name of the section; empty: it is removed.
base::Result<> change_section(std::string& text, const std::string& section, const std::string& name) {
  const Parts parts = TRY(scan_config(text));
  for (size_t i = parts.size(); i-- > 0;) {
    if (parts[i].kind != Kind::section || parts[i].section != section) continue;
    if (name.empty()) {
      erase_section(text, parts, i);
    } else {
      text.replace(parts[i].begin, parts[i].end - parts[i].begin, section_header(name));
    }
  }
  return {};
}

base::Result<> apply(std::string& text, const ConfigEdit& edit) {
  const auto refused = [&](const std::string& what) {
    return base::fail(fmt::format("'{}' is no name that a git setting can have", base::sanitise_line(what)));
  };
  if (edit.kind == ConfigEdit::Kind::remove_section || edit.kind == ConfigEdit::Kind::rename_section) {
    const auto section = canonical_section(edit.key);
    if (!section) return refused(edit.key);
    if (edit.kind == ConfigEdit::Kind::remove_section) return change_section(text, *section, {});
    const auto name = canonical_section(edit.value);
    if (!name) return refused(edit.value);
    return change_section(text, *section, *name);
  }
  const auto key = split_config_key(edit.key);
  if (!key) return refused(edit.key);
  return edit.kind == ConfigEdit::Kind::set ? apply_set(text, edit, *key) : apply_unset(text, *key);
}

base::Result<std::string> edited(const fs::path& path, const std::string& text, const std::vector<ConfigEdit>& edits) {
  return TRY_WITH(edit_config_text(text, edits), fmt::format("Could not change the settings in '{}'", path.string()));
}

// Under the lock: the text is read again, since another writer may have been at it.
base::Result<> write_under_lock(const fs::path& path, const std::vector<ConfigEdit>& edits) {
  const auto before = TRY(os::read_file_if_exists(path, kConfigLimit));
  const std::string after = TRY(edited(path, before.value_or(""), edits));
  const auto status = os::status_of(path);
  return os::write_atomically(path, after, status ? status->mode : 0644);
}

}  // namespace

base::Result<std::string> edit_config_text(std::string_view text, const std::vector<ConfigEdit>& edits) {
  std::string result(text);
  for (const ConfigEdit& edit : edits) TRY(apply(result, edit));
  return result;
}

base::Result<> edit_config(const fs::path& path, const std::vector<ConfigEdit>& edits) {
  const auto real = os::real_path(path);
  const fs::path target = real ? *real : path;
  const auto before = TRY(os::read_file_if_exists(target, kConfigLimit));
  if (TRY(edited(target, before.value_or(""), edits)) == before.value_or("")) return {};

  const ConfigLock lock = TRY(ConfigLock::take(target));
  return write_under_lock(target, edits);
}

}  // namespace git
