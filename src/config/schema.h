#pragma once
// The one table of all configuration keys. Loading, scopes, merging, `config check`, `config reference`, the JSON
// schema, the documentation page and the snapshot all come from it: a new key is one row in schema_*.cpp and one member
// in config.h.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "config/config.h"
#include "config/node.h"
#include "config/reading.h"

namespace config {

// Who may set a key (CLI 5.4): P, G, L.
enum class Scope { project, global, loosening };

// How a project value meets a global one (CLI 5.4).
enum class Merge {
  replace,       // the project's value as a whole
  splice,        // as a whole, "<global>" items replaced by the global list
  union_names,   // map: by name, the project's entry wins
  union_nested,  // map of maps: by both names
};

// What a key says about itself, for people.
struct KeyText {
  std::string_view summary;       // one or two sentences
  std::string_view sample;        // a YAML value for the reference text
  std::string_view default_text;  // in words, where the default is no fixed value; else empty
};

struct KeyRules {
  Merge merge = Merge::replace;
  bool runs_on_host = false;   // host-executing (CLI 5.5)
  std::string_view unit = {};  // name under which it is reported when ignored (SBX 3.1: "sandbox.network"); empty: path
};

// How the value is reached; made from the member by access<>() (config/schema_row.h).
struct Access {
  void (*read)(const Node&, Config&, Reading&);  // problems go to the Reading
  base::Json (*write)(const Config&);            // null: unset
  std::string (*type_words)();
  base::Json (*json_schema)();
};

struct Key {
  std::string_view path;  // "sandbox.network.policy"
  Scope scope;
  Access access;
  KeyText text;
  KeyRules rules;
};

// All rows in the order of CLI 6.
std::span<const Key> keys();

// The row of exactly this path; null when there is none.
const Key* find_key(std::string_view path);

// True when some key lies below `path` ("sandbox", "sandbox.rpc").
bool is_group(std::string_view path);

// The path of a member of a group; empty for a name that can be no key (a dot in it must not reach into another group).
std::string path_below(std::string_view group, std::string_view name);

// The names directly below a group ("" is the top level).
std::vector<std::string> names_below(std::string_view group);

// Reads every known key of a file's tree into `config`; unknown keys and wrong types become problems (CLI 5.3).
void read_tree(const Node& root, Config& config, Reading& reading);

// The value a key has when nobody sets it, as compact JSON or in words.
std::string default_words(const Key& key);

// What `config reference` prints and `init` writes: every key, every line a comment (CLI 3.18, 3.19). A line "#key:
// value" becomes a setting by taking the "#" away; prose lines start with "# " at every depth.
std::string reference_text();

// JSON Schema (2020-12) of a configuration file, for editors; ends in a newline.
std::string json_schema();

// docs/configuration.md: tables of all keys.
std::string documentation_markdown();

}  // namespace config
