// The JSON schema and the documentation page, both made from the schema table.
#include <fmt/format.h>

#include "base/text.h"
#include "config/schema.h"

namespace config {

namespace {

base::Json new_group() {
  return {{"type", "object"}, {"properties", base::Json::object()}, {"additionalProperties", false}};
}

base::Json schema_of(const Key& key) {
  base::Json schema = key.access.json_schema();
  schema["description"] = std::string(key.text.summary);
  const base::Json value = key.access.write(Config{});
  if (key.text.default_text.empty() && !value.is_null()) schema["default"] = value;
  return schema;
}

std::string_view letter_of(Scope scope) {
  switch (scope) {
    case Scope::project:
      return "P";
    case Scope::global:
      return "G";
    case Scope::loosening:
      break;
  }
  return "L";
}

std::string cell(std::string_view text) {
  return base::replace_all(text, "|", "\\|");
}

constexpr std::string_view kPageHead = R"(# Configuration

This page is made from the table that workmux itself reads its keys from; `workmux config reference` prints the same keys as
a commented file, `workmux config check` examines your files, and `workmux config show --origin` tells where each value
comes from.

## Files

| File | Where |
|---|---|
| global | `$XDG_CONFIG_HOME/workmux/config.yaml` (`config.yml` works too), by default `~/.config/workmux/config.yaml` |
| project | `.workmux.yaml` (or `.yml`) in the working directory or the nearest directory above it inside the repository; in a linked worktree without one, that of the main worktree |

Only one project file is used. A value of the project wins over the global one, and that over the default. In `post_create`,
`pre_merge`, `pre_remove`, `files.copy` and `files.symlink` the item `"<global>"` stands for the global list; `[]` switches a
global list off. `layouts`, `sidebar.agent_icons`, `sidebar.keys` and `dashboard.keys` are joined by name. A key with an empty
value counts as unset.

## Who may set a key

| Letter | Meaning |
|---|---|
| P | a project may set it |
| G | only the global file; in a project file it is ignored with a warning |
| L | a project may set it; a value that weakens the sandbox of the global file counts after `workmux trust` |

A project file inside a tree that a sandbox can write never acts on the host: the main worktree's file is read instead.

## Panes

`panes`, `windows[].panes` and `layouts.<name>.panes` are lists of:

| Field | Type | Meaning |
|---|---|---|
| `command` | str | typed into the shell of the pane; `<agent>` stands for the configured agent |
| `focus` | bool | the pane that gets the focus |
| `zoom` | bool | zoomed after creation |
| `split` | `horizontal`, `vertical` | direction from the target pane; horizontal is side by side |
| `size` | int | columns or rows |
| `percentage` | int | 1 to 100 |
| `target` | int | index of the pane to split, from 0; default: the one before |

## Keys
)";

}  // namespace

std::string json_schema() {
  base::Json root = new_group();
  for (const Key& key : keys()) {
    base::Json* group = &root;
    const std::vector<std::string> parts = base::split(key.path, '.');
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      base::Json& properties = (*group)["properties"];
      if (!properties.contains(parts[i])) properties[parts[i]] = new_group();
      group = &properties[parts[i]];
    }
    (*group)["properties"][parts.back()] = schema_of(key);
  }
  base::Json& properties = root["properties"];
  properties["theme"] = {{"anyOf", base::Json::array({base::Json{{"type", "string"}}, properties["theme"]})}};
  base::Json& templates = properties["sidebar"]["properties"]["templates"]["properties"];
  templates["top"] = templates["horizontal"];
  base::Json document = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                         {"title", "workmux configuration"}};
  document.update(root);
  return base::dump_json_pretty(document);
}

std::string documentation_markdown() {
  std::string page(kPageHead);
  std::string section;
  for (const Key& key : keys()) {
    const size_t dot = key.path.find('.');
    const std::string group(dot == std::string_view::npos ? "" : key.path.substr(0, dot));
    const std::string title = group == "dashboard" || group == "sidebar" || group == "sandbox" ? group : "General";
    if (title != section) {
      section = title;
      page += fmt::format("\n### {}\n\n| Key | Type | Default | Where | Meaning |\n|---|---|---|---|---|\n",
                          title == "General" ? title : "`" + title + "`");
    }
    page += fmt::format("| `{}` | {} | {} | {} | {} |\n", key.path, cell(key.access.type_words()),
                        cell(default_words(key)), letter_of(key.scope), cell(key.text.summary));
  }
  return page;
}

}  // namespace config
