#pragma once
// A template cut into text, `{{ }}` and `{% %}`, with comments gone and white space taken out as `-` asks (CLI 8.3).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace config::templates {

struct Token {
  enum class Kind { name, integer, real, string, symbol, end };
  Kind kind = Kind::end;
  std::string text = {};  // of a string: without quotes and escapes
  size_t offset = 0;
};

struct Segment {
  enum class Kind { text, output, statement };
  Kind kind = Kind::text;
  size_t offset = 0;
  std::string text = {};           // of text
  std::vector<Token> tokens = {};  // of the others, ended by one of kind end
};

base::Result<std::vector<Segment>> cut(std::string_view text);

}  // namespace config::templates
