#include "config/templates/free_variables.h"

#include <algorithm>
#include <set>

namespace config::templates {

namespace {

using Names = std::set<std::string>;

void visit(const Expression& expression, const Names& bound, Names& free) {
  if (expression.operation == Operation::variable && !bound.contains(expression.name)) free.insert(expression.name);
  for (const Expression& operand : expression.operands) visit(operand, bound, free);
  for (const auto& [name, value] : expression.named) visit(value, bound, free);
}

void visit(const Block& block, Names& bound, Names& free);

void visit(const Node& node, Names& bound, Names& free) {
  if (node.kind == Node::Kind::loop) {
    visit(node.expression.front(), bound, free);
    Names inside = bound;
    inside.insert(node.names.begin(), node.names.end());
    inside.insert("loop");
    if (node.expression.size() > 1) visit(node.expression.back(), inside, free);
    visit(node.body, inside, free);
    visit(node.otherwise, bound, free);
    return;
  }
  for (const Expression& expression : node.expression) visit(expression, bound, free);
  for (const Branch& branch : node.branches) {
    for (const Expression& condition : branch.condition) visit(condition, bound, free);
    visit(branch.body, bound, free);
  }
  if (node.kind == Node::Kind::assignment) bound.insert(node.names.begin(), node.names.end());
}

void visit(const Block& block, Names& bound, Names& free) {
  for (const Node& node : block) visit(node, bound, free);
}

}  // namespace

std::vector<std::string> free_variables(const Block& block) {
  Names bound;
  Names free;
  visit(block, bound, free);
  return {free.begin(), free.end()};
}

}  // namespace config::templates
