#include "config/templates/expression_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "config/templates/template.h"

namespace config::templates {

namespace {

// Operations of one expression: chains are evaluated by recursion.
constexpr size_t kMostOperations = 1000;

constexpr std::array<std::string_view, 8> kReserved = {"if", "else", "for", "in", "is", "not", "and", "or"};

}  // namespace

bool ExpressionParser::is_symbol(std::string_view symbol) const {
  return here().kind == Token::Kind::symbol && here().text == symbol;
}

bool ExpressionParser::is_word(std::string_view word) const {
  return here().kind == Token::Kind::name && here().text == word;
}

bool ExpressionParser::take_symbol(std::string_view symbol) {
  if (!is_symbol(symbol)) return false;
  ++at_;
  return true;
}

bool ExpressionParser::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  ++at_;
  return true;
}

std::unexpected<base::Error> ExpressionParser::unexpected_here() const {
  if (here().kind == Token::Kind::end) return fail_at(text_, here().offset, "something is missing");
  return fail_at(text_, here().offset, fmt::format("unexpected '{}'", here().text));
}

base::Result<> ExpressionParser::expect_end() const {
  if (here().kind == Token::Kind::end) return {};
  return unexpected_here();
}

base::Result<> ExpressionParser::expect_symbol(std::string_view symbol) {
  if (take_symbol(symbol)) return {};
  return unexpected_here();
}

base::Result<> ExpressionParser::expect_word(std::string_view word) {
  if (take_word(word)) return {};
  return unexpected_here();
}

base::Result<std::string> ExpressionParser::name() {
  if (here().kind != Token::Kind::name || std::ranges::find(kReserved, here().text) != kReserved.end())
    return unexpected_here();
  return tokens_[at_++].text;
}

base::Result<Expression> ExpressionParser::made(Operation operation, size_t offset, std::string_view name,
                                                std::vector<Expression> operands) {
  if (++made_ > kMostOperations) return fail_at(text_, offset, "an expression of too many parts");
  return Expression{
      .operation = operation, .offset = offset, .name = std::string(name), .operands = std::move(operands)};
}

base::Result<Expression> ExpressionParser::whole() {
  if (depth_ >= kDeepestNesting) return fail_at(text_, here().offset, "brackets nested too deeply");
  ++depth_;
  Expression value = TRY(disjunction());
  while (is_word("if")) {
    const size_t offset = tokens_[at_++].offset;
    std::vector<Expression> parts;
    parts.push_back(TRY(disjunction()));
    parts.push_back(std::move(value));
    if (take_word("else")) parts.push_back(TRY(whole()));
    value = TRY(made(Operation::choice, offset, "", std::move(parts)));
  }
  --depth_;
  return value;
}

base::Result<Expression> ExpressionParser::disjunction() {
  Expression value = TRY(conjunction());
  while (is_word("or")) {
    const size_t offset = tokens_[at_++].offset;
    value = TRY(made(Operation::disjunction, offset, "", {std::move(value), TRY(conjunction())}));
  }
  return value;
}

base::Result<Expression> ExpressionParser::conjunction() {
  Expression value = TRY(inversion());
  while (is_word("and")) {
    const size_t offset = tokens_[at_++].offset;
    value = TRY(made(Operation::conjunction, offset, "", {std::move(value), TRY(inversion())}));
  }
  return value;
}

base::Result<Expression> ExpressionParser::inversion() {
  std::vector<size_t> offsets;
  while (is_word("not")) offsets.push_back(tokens_[at_++].offset);
  Expression value = TRY(comparison());
  for (; !offsets.empty(); offsets.pop_back()) {
    value = TRY(made(Operation::invert, offsets.back(), "", {std::move(value)}));
  }
  return value;
}

base::Result<Expression> ExpressionParser::comparison() {
  Expression value = TRY(sum());
  while (true) {
    const size_t offset = here().offset;
    std::string name;
    for (const std::string_view symbol : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (take_symbol(symbol)) name = symbol;
      if (!name.empty()) break;
    }
    if (name.empty() && take_word("in")) name = "in";
    if (name.empty() && is_word("not") && tokens_[at_ + 1].kind == Token::Kind::name && tokens_[at_ + 1].text == "in") {
      at_ += 2;
      name = "not in";
    }
    if (name.empty()) return value;
    value = TRY(made(Operation::comparison, offset, name, {std::move(value), TRY(sum())}));
  }
}

base::Result<Expression> ExpressionParser::chain(std::initializer_list<std::string_view> operators, Level next) {
  Expression value = TRY((this->*next)());
  while (true) {
    const auto found = std::ranges::find_if(operators, [&](std::string_view symbol) { return is_symbol(symbol); });
    if (found == operators.end()) return value;
    const size_t offset = tokens_[at_++].offset;
    value = TRY(made(Operation::arithmetic, offset, *found, {std::move(value), TRY((this->*next)())}));
  }
}

base::Result<Expression> ExpressionParser::sum() {
  return chain({"+", "-"}, &ExpressionParser::concatenation);
}
base::Result<Expression> ExpressionParser::concatenation() {
  return chain({"~"}, &ExpressionParser::product);
}
base::Result<Expression> ExpressionParser::product() {
  return chain({"*", "/", "//", "%"}, &ExpressionParser::power);
}
base::Result<Expression> ExpressionParser::power() {
  return chain({"**"}, &ExpressionParser::unary);
}

base::Result<Expression> ExpressionParser::unary() {
  std::vector<size_t> offsets;
  while (is_symbol("-") || is_symbol("+")) {
    const Token& sign = tokens_[at_++];
    if (sign.text == "-") offsets.push_back(sign.offset);
  }
  Expression value = TRY(postfix(TRY(primary())));
  for (; !offsets.empty(); offsets.pop_back()) {
    value = TRY(made(Operation::negate, offsets.back(), "", {std::move(value)}));
  }
  return filtered(std::move(value));
}

base::Result<Expression> ExpressionParser::postfix(Expression inner) {
  while (true) {
    const size_t offset = here().offset;
    if (take_symbol(".")) {
      if (here().kind != Token::Kind::name && here().kind != Token::Kind::integer) return unexpected_here();
      inner = TRY(made(Operation::attribute, offset, tokens_[at_++].text, {std::move(inner)}));
    } else if (take_symbol("[")) {
      Expression index = TRY(whole());
      TRY(expect_symbol("]"));
      inner = TRY(made(Operation::subscript, offset, "", {std::move(inner), std::move(index)}));
    } else {
      return inner;
    }
  }
}

base::Result<Expression> ExpressionParser::filtered(Expression inner) {
  while (true) {
    const size_t offset = here().offset;
    if (take_symbol("|")) {
      inner = TRY(made(Operation::filter, offset, TRY(name()), {std::move(inner)}));
      TRY(arguments(inner));
    } else if (take_word("is")) {
      inner = TRY(tested(std::move(inner)));
    } else {
      return inner;
    }
  }
}

base::Result<Expression> ExpressionParser::tested(Expression inner) {
  const size_t offset = here().offset;
  const bool inverted = take_word("not");
  // `in` is a test too, and a word of the language otherwise.
  const std::string test = take_word("in") ? "in" : TRY(name());
  Expression value = TRY(made(Operation::test, offset, test, {std::move(inner)}));
  TRY(arguments(value));
  const bool bare = value.operands.size() == 1 &&
                    (here().kind == Token::Kind::string || here().kind == Token::Kind::integer || is_symbol("["));
  if (bare) value.operands.push_back(TRY(postfix(TRY(primary()))));
  if (inverted) return made(Operation::invert, offset, "", {std::move(value)});
  return value;
}

base::Result<> ExpressionParser::arguments(Expression& call) {
  if (!take_symbol("(")) return {};
  while (!take_symbol(")")) {
    const bool named = here().kind == Token::Kind::name && tokens_[at_ + 1].kind == Token::Kind::symbol &&
                       tokens_[at_ + 1].text == "=";
    if (named) {
      std::string word = TRY(name());
      ++at_;
      call.named.emplace_back(std::move(word), TRY(whole()));
    } else {
      call.operands.push_back(TRY(whole()));
    }
    if (!is_symbol(")")) TRY(expect_symbol(","));
  }
  return {};
}

base::Result<Expression> ExpressionParser::primary() {
  const size_t offset = here().offset;
  if (take_symbol("[")) return bracketed(offset, "]", Operation::list);
  if (take_symbol("(")) return bracketed(offset, ")", Operation::literal);
  if (take_symbol("{")) return map_literal(offset);
  if (here().kind != Token::Kind::name) return literal();
  const std::string word = TRY(name());
  if (is_symbol("(")) return fail_at(text_, offset, fmt::format("'{}' is called, but there are no functions", word));
  Expression value = TRY(made(Operation::literal, offset, "", {}));
  if (word == "true" || word == "True") {
    value.value = true;
  } else if (word == "false" || word == "False") {
    value.value = false;
  } else if (word != "none" && word != "None" && word != "null") {
    value.operation = Operation::variable;
    value.name = word;
  }
  return value;
}

base::Result<Expression> ExpressionParser::literal() {
  const Token& token = here();
  Expression value = TRY(made(Operation::literal, token.offset, "", {}));
  const char* end = token.text.data() + token.text.size();
  if (token.kind == Token::Kind::string) {
    value.value = token.text;
  } else if (token.kind == Token::Kind::integer) {
    std::int64_t number = 0;
    if (std::from_chars(token.text.data(), end, number).ec != std::errc()) {
      return fail_at(text_, token.offset, "a number that is too large");
    }
    value.value = number;
  } else if (token.kind == Token::Kind::real) {
    double number = 0;
    std::from_chars(token.text.data(), end, number);
    value.value = number;
  } else {
    return unexpected_here();
  }
  ++at_;
  return value;
}

// A list, a tuple, or an expression in parentheses (`operation` literal).
base::Result<Expression> ExpressionParser::bracketed(size_t offset, std::string_view closing, Operation operation) {
  Expression list = TRY(made(Operation::list, offset, "", {}));
  bool several = operation == Operation::list;
  while (!take_symbol(closing)) {
    list.operands.push_back(TRY(whole()));
    if (is_symbol(closing)) continue;
    TRY(expect_symbol(","));
    several = true;
  }
  if (several || list.operands.size() != 1) return list;
  Expression only = std::move(list.operands.front());
  return only;
}

base::Result<Expression> ExpressionParser::map_literal(size_t offset) {
  Expression map = TRY(made(Operation::map, offset, "", {}));
  while (!take_symbol("}")) {
    map.operands.push_back(TRY(whole()));
    TRY(expect_symbol(":"));
    map.operands.push_back(TRY(whole()));
    if (!is_symbol("}")) TRY(expect_symbol(","));
  }
  return map;
}

}  // namespace config::templates
