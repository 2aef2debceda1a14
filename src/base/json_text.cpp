#include "base/json_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace base {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The index behind the string that begins at `at`.
size_t behind_string(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// The index behind the comment that begins at `at`; `at` itself when there is none.
size_t behind_comment(std::string_view text, size_t at) {
  if (text.substr(at).starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (!text.substr(at).starts_with("/*")) return at;
  const size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? at : end + 2;
}

// A value in a text that is known to be valid JSON. `text` has no comments.
struct Node {
  size_t begin = 0;
  size_t end = 0;
  size_t item_begin = 0;  // in an object: where the key begins; else as begin
  std::string key = {};
  std::vector<Node> items = {};  // of an object or array
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The depth is bounded: the text was parsed with a limit before.
  Node value() {
    skip_blanks();
    Node node{.begin = at_, .end = at_, .item_begin = at_};
    if (peek() == '"')
      at_ = behind_string(text_, at_);
    else if (peek() == '{' || peek() == '[')
      items_of(node, peek());
    else
      while (at_ < text_.size() && !is_blank(peek()) && !std::string_view(",]}").contains(peek())) ++at_;
    node.end = at_;
    return node;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void items_of(Node& node, char open) {
    const char close = open == '{' ? '}' : ']';
    for (++at_, skip_blanks(); at_ < text_.size() && peek() != close; skip_blanks()) {
      if (peek() == ',') {
        ++at_;
        continue;
      }
      const size_t begin = at_;
      std::string key;
      if (open == '{') {
        at_ = behind_string(text_, at_);
        if (const auto name = parse_json(text_.substr(begin, at_ - begin)); name && name->is_string())
          key = name->get<std::string>();
        skip_blanks();
        ++at_;  // the colon
      }
      node.items.push_back(value());
      node.items.back().item_begin = begin;
      node.items.back().key = std::move(key);
    }
    ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
};

struct Edit {
  size_t begin;
  size_t end;
  std::string text;
};

struct Added {
  std::string key;  // empty in an array
  const Json* value;
};

class Editor {
 public:
  // `plain` is `text` without comments and trailing commas.
  Editor(std::string_view text, std::string_view plain)
      : text_(text), plain_(plain), newline_(text.contains("\r\n") ? "\r\n" : "\n") {}

  void change(const Node& node, const Json& old, const Json& wanted) {
    if (old == wanted) return;
    const bool objects = old.is_object() && wanted.is_object();
    const bool arrays = old.is_array() && wanted.is_array();
    // A key that is there twice makes a text that only a new one can follow.
    const bool known = node.items.size() == old.size() && !node.items.empty() && !wanted.empty();
    if (known && objects) return change_object(node, old, wanted);
    if (known && arrays) return change_array(node, old, wanted);
    edits_.push_back({node.begin, node.end, dumped(wanted, indentation_at(node.begin))});
  }

  std::string result() {
    std::ranges::stable_sort(edits_, {}, &Edit::begin);
    std::string out;
    size_t at = 0;
    for (const Edit& edit : edits_) {
      out += text_.substr(at, edit.begin - at);
      out += edit.text;
      at = edit.end;
    }
    return out + std::string(text_.substr(at));
  }

 private:
  void change_object(const Node& node, const Json& old, const Json& wanted) {
    std::vector<bool> keep;
    for (const Node& item : node.items) keep.push_back(wanted.contains(item.key));
    std::vector<Added> added;
    for (const auto& [key, value] : wanted.items()) {
      if (!old.contains(key)) added.push_back({key, &value});
    }
    if (!keep_items(node, keep, added)) {
      edits_.push_back({node.begin, node.end, dumped(wanted, indentation_at(node.begin))});
      return;
    }
    for (const Node& item : node.items) {
      if (wanted.contains(item.key)) change(item, old[item.key], wanted[item.key]);
    }
  }

  void change_array(const Node& node, const Json& old, const Json& wanted) {
    if (old.size() == wanted.size()) {
      for (size_t i = 0; i < old.size(); ++i) change(node.items[i], old[i], wanted[i]);
      return;
    }
    std::vector<bool> keep;
    size_t next = 0;
    for (const Json& element : old) {
      keep.push_back(next < wanted.size() && element == wanted[next]);
      if (keep.back()) ++next;
    }
    std::vector<Added> added;
    for (; next < wanted.size(); ++next) added.push_back({"", &wanted[next]});
    if (!keep_items(node, keep, added))
      edits_.push_back({node.begin, node.end, dumped(wanted, indentation_at(node.begin))});
  }

  // Takes items out and puts new ones behind. False, and nothing done, when none is kept.
  bool keep_items(const Node& node, const std::vector<bool>& keep, const std::vector<Added>& added) {
    std::optional<size_t> last;
    for (size_t i = 0; i < keep.size(); ++i) {
      if (keep[i]) last = i;
    }
    if (!last) return false;
    for (size_t i = 0; i < keep.size(); ++i) {
      if (!keep[i]) remove(node, i);
    }
    const Node& item = node.items[*last];
    const std::optional<size_t> comma = comma_behind(item.end);
    if (!added.empty()) {
      if (!comma) edits_.push_back({item.end, item.end, ","});
      append(node, comma ? *comma + 1 : item.end, added);
    } else if (comma && *last + 1 < keep.size()) {
      edits_.push_back({*comma, *comma + 1, ""});
    }
    return true;
  }

  // Where the comma of an item is, that of the last one included, which `plain_` does not have.
  std::optional<size_t> comma_behind(size_t end) const {
    for (size_t at = end; at < text_.size();) {
      if (text_[at] == ',') return at;
      const size_t behind = behind_comment(text_, at);
      if (behind == at && !is_blank(text_[at])) return std::nullopt;
      at = behind == at ? at + 1 : behind;
    }
    return std::nullopt;
  }

  size_t line_begin(size_t at) const {
    const size_t newline = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }

  // The end of the line (in front of its newline) when nothing but a comment is left in it from `at` on.
  std::optional<size_t> rest_of_line(size_t at) const {
    while (at < plain_.size() && is_blank(plain_[at]) && text_[at] != '\n') ++at;
    if (at >= plain_.size() || text_[at] != '\n') return std::nullopt;
    return at > 0 && text_[at - 1] == '\r' ? at - 1 : at;
  }

  bool begins_its_line(size_t at) const { return trim(plain_.substr(line_begin(at), at - line_begin(at))).empty(); }

  // An item with its comma, and its whole lines where nothing else is in them.
  void remove(const Node& node, size_t index) {
    const Node& item = node.items[index];
    size_t begin = item.item_begin;
    const auto comma = comma_behind(item.end);
    size_t end = comma ? *comma + 1 : item.end;
    if (const auto rest = rest_of_line(end); rest && begins_its_line(begin)) {
      begin = line_begin(begin);
      end = text_.find('\n', *rest) + 1;
    } else if (index + 1 < node.items.size()) {
      while (end < text_.size() && text_[end] == ' ') ++end;
    } else {
      while (begin > 0 && text_[begin - 1] == ' ') --begin;
    }
    edits_.push_back({begin, end, ""});
  }

  void append(const Node& node, size_t at, const std::vector<Added>& added) {
    const Node& first = node.items.front();
    const bool in_lines = begins_its_line(first.item_begin);
    if (in_lines) at = rest_of_line(at).value_or(at);
    const std::string indent = indentation_at(first.item_begin);
    std::string out;
    for (size_t i = 0; i < added.size(); ++i) {
      out += i == 0 ? "" : ",";
      out += in_lines ? newline_ + indent : " ";
      if (!added[i].key.empty() || plain_[node.begin] == '{') out += dump_json(added[i].key) + ": ";
      out += in_lines ? dumped(*added[i].value, indent) : dump_json(*added[i].value);
    }
    edits_.push_back({at, at, std::move(out)});
  }

  // The blanks that begin the line of `at`.
  std::string indentation_at(size_t at) const {
    const size_t begin = line_begin(at);
    size_t end = begin;
    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    return std::string(text_.substr(begin, end - begin));
  }

  // In lines, as they stand behind something that is indented by `indent`.
  std::string dumped(const Json& value, const std::string& indent) const {
    std::string lines(trim(dump_json_pretty(value)));
    if (indent.contains('\t')) {
      // One tab a level.
      std::string with_tabs;
      for (size_t i = 0; i < lines.size(); ++i) {
        with_tabs += lines[i];
        if (lines[i] != '\n') continue;
        for (; lines.substr(i + 1, 2) == "  "; i += 2) with_tabs += '\t';
      }
      lines = std::move(with_tabs);
    }
    return replace_all(lines, "\n", newline_ + indent);
  }

  std::string_view text_;
  std::string_view plain_;
  std::string newline_;
  std::vector<Edit> edits_;
};

}  // namespace

std::string blank_json_comments(std::string_view text) {
  std::string plain(text);
  std::optional<size_t> comma;
  for (size_t at = 0; at < text.size();) {
    if (const size_t behind = behind_comment(text, at); behind != at) {
      for (; at < behind; ++at) {
        if (text[at] != '\n' && text[at] != '\r') plain[at] = ' ';
      }
      continue;
    }
    if ((text[at] == '}' || text[at] == ']') && comma) plain[*comma] = ' ';
    if (text[at] == ',')
      comma = at;
    else if (!is_blank(text[at]))
      comma.reset();
    at = text[at] == '"' ? behind_string(text, at) : at + 1;
  }
  return plain;
}

Result<Json> parse_commented_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.bytes) return parse_json(text, limits);
  return parse_json(blank_json_comments(text), limits);
}

Result<std::string> edit_json(std::string_view text, const Json& wanted, JsonLimits limits) {
  const Json old = TRY(parse_commented_json(text, limits));
  if (!trim(text).contains('\n')) return old == wanted ? std::string(text) : dump_json_pretty(wanted);
  const std::string plain = blank_json_comments(text);
  Editor editor(text, plain);
  editor.change(Scanner(plain).value(), old, wanted);
  std::string edited = editor.result();
  if (!edited.ends_with('\n')) edited += '\n';
  // Whatever the text was like, the result must be what was asked for.
  const auto check = parse_commented_json(edited, limits);
  return check && *check == wanted ? edited : dump_json_pretty(wanted);
}

}  // namespace base
