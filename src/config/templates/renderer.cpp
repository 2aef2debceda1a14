#include "config/templates/renderer.h"

#include <fmt/format.h>

#include <map>

#include "config/templates/filters.h"
#include "config/templates/template.h"
#include "config/templates/value.h"

namespace config::templates {

using base::Json;

namespace {

Json stored(Json value) {
  return is_undefined(value) ? Json() : std::move(value);
}

class Renderer {
 public:
  Renderer(const Parsed& parsed, const Json& variables) : parsed_(parsed), variables_(variables), scopes_(1) {}

  base::Result<std::string> result() {
    TRY(block(parsed_.root));
    return std::move(output_);
  }

 private:
  base::Result<> step(size_t offset) {
    if (++steps_ <= kMostSteps) return {};
    return fail_at(parsed_.text, offset, "this template takes too long");
  }

  // A failure without a place gets the one of the expression.
  template <typename T>
  base::Result<T> placed(base::Result<T> result, size_t offset) const {
    if (result) return result;
    return fail_at(parsed_.text, offset, result.error().message);
  }

  Json lookup(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      if (const auto found = scope->find(name); found != scope->end()) return found->second;
    }
    const auto found = variables_.find(name);
    return found == variables_.end() ? undefined() : *found;
  }

  base::Result<> block(const Block& nodes) {
    for (const Node& node : nodes) TRY(one(node));
    return {};
  }

  base::Result<> one(const Node& node) {
    TRY(step(node.offset));
    switch (node.kind) {
      case Node::Kind::text:
        return print(node.text, node.offset);
      case Node::Kind::output:
        return print(text_of(TRY(value(node.expression.front()))), node.offset);
      case Node::Kind::assignment:
        return assign(node, TRY(value(node.expression.front())));
      case Node::Kind::choice:
        return choice(node);
      case Node::Kind::loop:
        return loop(node);
    }
    return {};
  }

  base::Result<> print(const std::string& text, size_t offset) {
    output_ += text;
    if (output_.size() <= kLongestOutput) return {};
    return fail_at(parsed_.text, offset, "the text gets too long");
  }

  base::Result<> assign(const Node& node, const Json& value) {
    if (node.names.size() == 1) {
      scopes_.back()[node.names.front()] = value;
      return {};
    }
    if (!value.is_array() || value.size() != node.names.size()) {
      return fail_at(parsed_.text, node.offset,
                     fmt::format("{} names for {} values", node.names.size(), value.is_array() ? value.size() : 1));
    }
    for (size_t i = 0; i < node.names.size(); ++i) scopes_.back()[node.names[i]] = value[i];
    return {};
  }

  base::Result<> choice(const Node& node) {
    for (const Branch& branch : node.branches) {
      if (branch.condition.empty() || is_true(TRY(value(branch.condition.front())))) return block(branch.body);
    }
    return {};
  }

  base::Result<> loop(const Node& node) {
    const Json all = TRY(placed(items_of(TRY(value(node.expression.front()))), node.offset));
    Json items = Json::array();
    for (const Json& item : all) {
      scopes_.emplace_back();
      auto taken = takes(node, item);
      scopes_.pop_back();
      if (TRY(std::move(taken))) items.push_back(item);
    }
    for (size_t i = 0; i < items.size(); ++i) {
      scopes_.emplace_back();
      scopes_.back()["loop"] = Json{{"index", i + 1},
                                    {"index0", i},
                                    {"revindex", items.size() - i},
                                    {"revindex0", items.size() - i - 1},
                                    {"first", i == 0},
                                    {"last", i + 1 == items.size()},
                                    {"length", items.size()}};
      auto done = assign(node, items[i]);
      if (done) done = block(node.body);
      scopes_.pop_back();
      TRY(std::move(done));
    }
    return items.empty() ? block(node.otherwise) : base::Result<>();
  }

  base::Result<bool> takes(const Node& node, const Json& item) {
    TRY(step(node.offset));
    if (node.expression.size() == 1) return true;
    TRY(assign(node, item));
    return is_true(TRY(value(node.expression.back())));
  }

  base::Result<Json> value(const Expression& expression) {
    TRY(step(expression.offset));
    const auto& operands = expression.operands;
    switch (expression.operation) {
      case Operation::literal:
        return expression.value;
      case Operation::variable:
        return lookup(expression.name);
      case Operation::attribute:
        return attribute(expression);
      case Operation::subscript:
        return placed(element(TRY(value(operands[0])), TRY(value(operands[1]))), expression.offset);
      case Operation::negate:
        return placed(negated(TRY(value(operands[0]))), expression.offset);
      case Operation::invert:
        return Json(!is_true(TRY(value(operands[0]))));
      case Operation::arithmetic:
        return placed(calculate(expression.name, TRY(value(operands[0])), TRY(value(operands[1]))), expression.offset);
      case Operation::comparison:
        return placed(compare(expression.name, TRY(value(operands[0])), TRY(value(operands[1]))), expression.offset);
      case Operation::conjunction:
      case Operation::disjunction:
        return either(expression);
      case Operation::choice:
        if (is_true(TRY(value(operands[0])))) return value(operands[1]);
        return operands.size() > 2 ? value(operands[2]) : undefined();
      case Operation::filter:
        return placed(apply_filter(expression.name, TRY(call(expression))), expression.offset);
      case Operation::test:
        return Json(TRY(placed(apply_test(expression.name, TRY(call(expression))), expression.offset)));
      case Operation::list:
        return list(operands);
      case Operation::map:
        return map(expression);
    }
    return undefined();
  }

  base::Result<Json> attribute(const Expression& expression) {
    const Json container = TRY(value(expression.operands.front()));
    if (!container.is_array() || expression.name.find_first_not_of("0123456789") != std::string::npos) {
      return placed(element(container, expression.name), expression.offset);
    }
    // a.0 is a[0]; what does not fit into a list's length is no element.
    if (expression.name.size() > 9) return undefined();
    return placed(element(container, std::stoi(expression.name)), expression.offset);
  }

  static base::Result<Json> compare(std::string_view op, const Json& left, const Json& right) {
    if (op == "==") return Json(equal(left, right));
    if (op == "!=") return Json(!equal(left, right));
    if (op == "in") return Json(TRY(contains(right, left)));
    if (op == "not in") return Json(!TRY(contains(right, left)));
    const auto result = order(left, right);
    if (!result) return base::fail(fmt::format("'{}' of {} and {}", op, kind_of(left), kind_of(right)));
    if (op == "<") return Json(*result < 0);
    if (op == "<=") return Json(*result <= 0);
    return Json(op == ">" ? *result > 0 : *result >= 0);
  }

  base::Result<Json> either(const Expression& expression) {
    Json left = TRY(value(expression.operands[0]));
    const bool decided = is_true(left) == (expression.operation == Operation::disjunction);
    if (decided) return left;
    return value(expression.operands[1]);
  }

  base::Result<Call> call(const Expression& expression) {
    Call call{.input = TRY(value(expression.operands.front()))};
    for (size_t i = 1; i < expression.operands.size(); ++i) {
      call.arguments.push_back(TRY(value(expression.operands[i])));
    }
    for (const auto& [name, argument] : expression.named) call.named.emplace_back(name, TRY(value(argument)));
    return call;
  }

  base::Result<Json> list(const std::vector<Expression>& operands) {
    Json list = Json::array();
    for (const Expression& operand : operands) list.push_back(stored(TRY(value(operand))));
    return list;
  }

  base::Result<Json> map(const Expression& expression) {
    Json map = Json::object();
    for (size_t i = 0; i + 1 < expression.operands.size(); i += 2) {
      const std::string key = text_of(TRY(value(expression.operands[i])));
      map[key] = stored(TRY(value(expression.operands[i + 1])));
    }
    return map;
  }

  const Parsed& parsed_;
  const Json& variables_;
  std::vector<std::map<std::string, Json>> scopes_;
  std::string output_;
  size_t steps_ = 0;
};

}  // namespace

base::Result<std::string> render(const Parsed& parsed, const Json& variables) {
  return Renderer(parsed, variables).result();
}

}  // namespace config::templates
