#pragma once
// Expressions of the template language, by falling precedence: filters, `**`, `* / // %`, `~`, `+ -`, comparison and
// tests, `not`, `and`, `or`, `x if c else y` (CLI 8.3).

#include <string_view>
#include <vector>

#include "config/templates/lexer.h"
#include "config/templates/syntax.h"

namespace config::templates {

class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  base::Result<Expression> whole();        // with `if else`
  base::Result<Expression> disjunction();  // without: what a loop goes over
  base::Result<std::string> name();

  bool take_word(std::string_view word);
  bool take_symbol(std::string_view symbol);
  // Error unless everything was read.
  base::Result<> expect_end() const;
  base::Result<> expect_symbol(std::string_view symbol);
  base::Result<> expect_word(std::string_view word);
  std::unexpected<base::Error> unexpected_here() const;

 private:
  using Level = base::Result<Expression> (ExpressionParser::*)();

  const Token& here() const { return tokens_[at_]; }
  bool is_symbol(std::string_view symbol) const;
  bool is_word(std::string_view word) const;
  base::Result<Expression> made(Operation operation, size_t offset, std::string_view name,
                                std::vector<Expression> operands);
  base::Result<Expression> chain(std::initializer_list<std::string_view> operators, Level next);

  base::Result<Expression> conjunction();
  base::Result<Expression> inversion();
  base::Result<Expression> comparison();
  base::Result<Expression> sum();
  base::Result<Expression> concatenation();
  base::Result<Expression> product();
  base::Result<Expression> power();
  base::Result<Expression> unary();
  base::Result<Expression> postfix(Expression inner);
  base::Result<Expression> filtered(Expression inner);
  base::Result<Expression> tested(Expression inner);
  base::Result<Expression> primary();
  base::Result<Expression> literal();
  base::Result<Expression> bracketed(size_t offset, std::string_view closing, Operation operation);
  base::Result<Expression> map_literal(size_t offset);
  base::Result<> arguments(Expression& call);

  std::string_view text_;
  const std::vector<Token>& tokens_;
  size_t at_ = 0;
  size_t depth_ = 0;
  size_t made_ = 0;
};

}  // namespace config::templates
