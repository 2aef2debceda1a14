#pragma once
// Patterns of files.copy and files.symlink (WT 15.1): relative to a root, one component at a time, so that nothing in
// the root's own path can be taken for a pattern (WT-W55, CLI-W38).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace workflow {

struct Glob {
  std::string text;                // as configured
  bool excludes = false;           // "!pattern"
  std::vector<std::string> parts;  // components; "**" stands for any number of directories
};

// Errors: an unclosed "[", an empty pattern, control characters. ".." and absolute paths are refused with the words
// "Path traversal detected" by plan_files(), which knows the root; here ".." stays a component.
base::Result<Glob> parse_glob(std::string_view pattern);

// True when the component holds "*", "?" or "[".
bool is_wild(std::string_view part);

// One name against one component: "*", "?" (one character), "[...]" with ranges and "!" or "^"; dot files count.
bool part_matches(std::string_view part, std::string_view name);

// A whole relative path against the pattern.
bool matches(const Glob& glob, std::string_view path);

}  // namespace workflow
