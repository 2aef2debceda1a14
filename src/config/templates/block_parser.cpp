#include "config/templates/block_parser.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/templates/expression_parser.h"
#include "config/templates/template.h"

namespace config::templates {

namespace {

class BlockParser {
 public:
  BlockParser(std::string_view text, std::vector<Segment> segments) : text_(text), segments_(std::move(segments)) {}

  base::Result<Block> root() {
    Block block = TRY(until({}));
    if (at_ < segments_.size()) return misplaced();
    return block;
  }

 private:
  const Segment& here() const { return segments_[at_]; }

  std::string_view keyword() const {
    const bool statement = at_ < segments_.size() && here().kind == Segment::Kind::statement;
    if (!statement || here().tokens.front().kind != Token::Kind::name) return {};
    return here().tokens.front().text;
  }

  bool ends_here(std::initializer_list<std::string_view> ends) const {
    return !keyword().empty() && std::ranges::find(ends, keyword()) != ends.end();
  }

  std::unexpected<base::Error> misplaced() const {
    if (keyword().empty()) return fail_at(text_, here().offset, "this is no statement");
    return fail_at(text_, here().offset, fmt::format("'{}' has no place here", keyword()));
  }

  // Nodes up to a statement that begins with one of `ends`, or to the end of the template.
  base::Result<Block> until(std::initializer_list<std::string_view> ends) {
    if (depth_ >= kDeepestNesting) return fail_at(text_, segments_[at_ - 1].offset, "blocks nested too deeply");
    ++depth_;
    Block block;
    while (at_ < segments_.size() && !ends_here(ends)) {
      if (here().kind == Segment::Kind::statement && keyword() != "if" && keyword() != "for" && keyword() != "set") {
        if (ends.size() == 0 || keyword().empty()) return misplaced();
        return fail_at(text_, here().offset,
                       fmt::format("'{}' stands where '{}' was expected", keyword(), *(ends.end() - 1)));
      }
      block.push_back(TRY(node()));
    }
    --depth_;
    return block;
  }

  base::Result<Node> node() {
    const Segment& segment = here();
    if (segment.kind == Segment::Kind::text) {
      ++at_;
      return Node{.kind = Node::Kind::text, .offset = segment.offset, .text = segment.text};
    }
    if (segment.kind == Segment::Kind::statement && keyword() == "if") return choice();
    if (segment.kind == Segment::Kind::statement && keyword() == "for") return loop();
    ++at_;
    ExpressionParser parser(text_, segment.tokens);
    Node node{.kind = Node::Kind::output, .offset = segment.offset};
    if (segment.kind == Segment::Kind::statement) {
      node.kind = Node::Kind::assignment;
      TRY(parser.expect_word("set"));
      node.names = TRY(names(parser));
      TRY(parser.expect_symbol("="));
    }
    node.expression.push_back(TRY(parser.whole()));
    TRY(parser.expect_end());
    return node;
  }

  static base::Result<std::vector<std::string>> names(ExpressionParser& parser) {
    std::vector<std::string> names;
    do {
      names.push_back(TRY(parser.name()));
    } while (parser.take_symbol(","));
    return names;
  }

  base::Result<Node> choice() {
    Node node{.kind = Node::Kind::choice, .offset = here().offset};
    bool last = false;
    while (keyword() != "endif") {
      const Segment& segment = here();
      ++at_;
      ExpressionParser parser(text_, segment.tokens);
      Branch branch;
      last = parser.take_word("else");
      if (!last) {
        if (!parser.take_word("if")) TRY(parser.expect_word("elif"));
        branch.condition.push_back(TRY(parser.whole()));
      }
      TRY(parser.expect_end());
      branch.body = last ? TRY(until({"endif"})) : TRY(until({"elif", "else", "endif"}));
      node.branches.push_back(std::move(branch));
      TRY(still_open(node, "endif"));
    }
    ++at_;
    return node;
  }

  base::Result<Node> loop() {
    Node node{.kind = Node::Kind::loop, .offset = here().offset};
    const Segment& segment = here();
    ++at_;
    ExpressionParser parser(text_, segment.tokens);
    TRY(parser.expect_word("for"));
    node.names = TRY(names(parser));
    TRY(parser.expect_word("in"));
    node.expression.push_back(TRY(parser.disjunction()));
    if (parser.take_word("if")) node.expression.push_back(TRY(parser.whole()));
    TRY(parser.expect_end());
    node.body = TRY(until({"else", "endfor"}));
    TRY(still_open(node, "endfor"));
    if (keyword() == "else") {
      ++at_;
      node.otherwise = TRY(until({"endfor"}));
      TRY(still_open(node, "endfor"));
    }
    ++at_;
    return node;
  }

  base::Result<> still_open(const Node& node, std::string_view closing) const {
    if (at_ < segments_.size()) return {};
    return fail_at(text_, node.offset, fmt::format("no '{}' closes this", closing));
  }

  std::string_view text_;
  std::vector<Segment> segments_;
  size_t at_ = 0;
  size_t depth_ = 0;
};

}  // namespace

base::Result<Block> parse_blocks(std::string_view text, std::vector<Segment> segments) {
  return BlockParser(text, std::move(segments)).root();
}

}  // namespace config::templates
