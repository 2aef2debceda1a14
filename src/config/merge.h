#pragma once
// Two files become one (CLI 5.4), as trees: the schema says how each key is joined.

#include <functional>

#include "config/node.h"
#include "config/schema.h"

namespace config {

// Short forms and aliases take their long shape: `theme: NAME`, `sidebar.templates.top`.
void normalise(Node& root);

// Calls `visit` for every known key with a value in `root`, in the order of the file.
void for_each_key(const Node& root, const std::function<void(const Key&, const Node&)>& visit);

// The value at a key path; null when unset.
const Node* find_path(const Node& root, std::string_view path);
void erase_path(Node& root, std::string_view path);

// Project over global. Both normalised and free of errors; unknown keys are dropped.
Node merge(const Node& global, const Node& project);

}  // namespace config
