#pragma once
// Checked reading of the members of one JSON object. Only for the .cpp files of this folder: nothing else sees the JSON
// library.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace rpc {

// Remembers the first thing that was wrong, so that a reader can fetch all members and ask once.
class Fields {
 public:
  // `object` must outlive this. `what` names it in errors ("request").
  Fields(const base::Json& object, std::string_view what);

  std::string text(const char* name, size_t limit);
  std::optional<std::string> optional_text(const char* name, size_t limit);
  bool flag(const char* name);
  bool optional_flag(const char* name);
  std::optional<std::int64_t> optional_integer(const char* name, std::int64_t least, std::int64_t most);
  std::vector<std::string> texts(const char* name, size_t count, size_t limit);

  // Nothing when all was well.
  std::optional<base::Error> error() const { return error_; }

 private:
  const base::Json* find(const char* name) const;
  std::string checked(const base::Json& value, const char* name, size_t limit);
  void wrong(const char* name, std::string_view why);

  const base::Json& object_;
  std::string what_;
  std::optional<base::Error> error_;
};

}  // namespace rpc
