#pragma once
// What goes wrong while a tree is read: collected, so that `config check` can show everything at once.

#include <string>
#include <string_view>
#include <vector>

#include "config/node.h"

namespace config {

struct Problem {
  enum class Kind { error, warning };
  Kind kind = Kind::error;
  std::string key_path;  // "panes[0].split"
  std::string reason;
  Place place;
};

// Passed down while reading; knows where in the tree we are.
class Reading {
 public:
  std::vector<Problem> problems;

  void error(const Node& at, std::string reason);
  // An unknown name among `known`: a warning with "did you mean", or an error where the map is strict.
  enum class Unknown { warn, refuse };
  void unknown(const Member& member, const std::vector<std::string>& known, Unknown rule);

  std::string path_of(std::string_view name) const;
  void enter(std::string_view name) { path_.push_back(path_.empty() ? std::string(name) : "." + std::string(name)); }
  void enter_item(size_t index) { path_.push_back("[" + std::to_string(index) + "]"); }
  void leave() { path_.pop_back(); }
  std::string path() const;

 private:
  std::vector<std::string> path_;
};

}  // namespace config
