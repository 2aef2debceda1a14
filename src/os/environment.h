#pragma once
// A set of environment variables as a value: read once at start, handed down, changed for children.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace os {

class Environment {
 public:
  Environment() = default;

  // The environment of this process.
  static Environment current();

  std::optional<std::string> get(std::string_view name) const;
  // As get, but an empty value counts as unset.
  std::optional<std::string> get_non_empty(std::string_view name) const;
  bool has(std::string_view name) const;

  void set(std::string_view name, std::string_view value);
  void unset(std::string_view name);
  void unset_prefix(std::string_view prefix);

  // "NAME=value" strings, sorted by name.
  std::vector<std::string> strings() const;
  const std::map<std::string, std::string, std::less<>>& variables() const { return variables_; }

 private:
  std::map<std::string, std::string, std::less<>> variables_;
};

}  // namespace os
