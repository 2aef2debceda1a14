#pragma once
// A parsed template (CLI 8.3). Places are offsets into its text.

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace config::templates {

enum class Operation {
  literal,
  variable,    // name
  attribute,   // operand.name
  subscript,   // operand[operand]
  negate,      // -operand
  invert,      // not operand
  arithmetic,  // name is the operator
  comparison,  // name is the operator, also "in" and "not in"
  conjunction,
  disjunction,
  choice,  // operand if operand else operand; the last may be missing
  filter,  // operand | name(operands, named)
  test,    // operand is name(operands)
  list,
  map,  // key, value, key, value
};

struct Expression {
  Operation operation = Operation::literal;
  size_t offset = 0;
  std::string name = {};
  base::Json value = {};  // of a literal
  std::vector<Expression> operands = {};
  std::vector<std::pair<std::string, Expression>> named = {};  // of a filter
};

struct Node;
using Block = std::vector<Node>;

struct Branch {
  std::vector<Expression> condition;  // one, or none for `else`
  Block body;
};

struct Node {
  enum class Kind { text, output, choice, loop, assignment };
  Kind kind = Kind::text;
  size_t offset = 0;
  std::string text = {};                    // of text
  std::vector<std::string> names = {};      // set by a loop or an assignment
  std::vector<Expression> expression = {};  // printed, iterated or assigned; a loop may have a condition behind it
  std::vector<Branch> branches = {};        // of a choice
  Block body = {};                          // of a loop
  Block otherwise = {};                     // of a loop without passes
};

struct Parsed {
  std::string text;
  Block root;
};

// "REASON at line L, column C".
std::unexpected<base::Error> fail_at(std::string_view text, size_t offset, std::string_view reason);

}  // namespace config::templates
