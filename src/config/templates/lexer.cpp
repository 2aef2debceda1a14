#include "config/templates/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/templates/syntax.h"

namespace config::templates {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_name(char c) {
  return begins_name(c) || is_digit(c);
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  base::Result<std::vector<Segment>> segments() {
    while (at_ < text_.size()) {
      const size_t open = next_opening();
      add_text(text_.substr(at_, open - at_));
      at_ = open;
      if (at_ >= text_.size()) break;
      TRY(text_[at_ + 1] == '#' ? comment() : marked());
    }
    return std::move(segments_);
  }

 private:
  size_t next_opening() const {
    for (size_t i = text_.find('{', at_); i != text_.npos && i + 1 < text_.size(); i = text_.find('{', i + 1)) {
      if (text_[i + 1] == '{' || text_[i + 1] == '%' || text_[i + 1] == '#') return i;
    }
    return text_.size();
  }

  void add_text(std::string_view text) {
    if (strip_next_) text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    strip_next_ = strip_next_ && text.empty();
    if (text.empty()) return;
    segments_.push_back({.kind = Segment::Kind::text, .offset = at_, .text = std::string(text)});
  }

  // Behind an opening: takes a `-` and the white space before the opening with it.
  void strip_before(size_t sign) {
    if (sign >= text_.size() || text_[sign] != '-') return;
    if (segments_.empty() || segments_.back().kind != Segment::Kind::text) return;
    std::string& before = segments_.back().text;
    before.erase(before.find_last_not_of(kBlanks) + 1);
  }

  base::Result<> comment() {
    strip_before(at_ + 2);
    const size_t end = text_.find("#}", at_ + 2);
    if (end == text_.npos) return fail_at(text_, at_, "a comment is never closed");
    strip_next_ = end > at_ + 2 && text_[end - 1] == '-';
    at_ = end + 2;
    return {};
  }

  base::Result<> marked() {
    const bool output = text_[at_ + 1] == '{';
    strip_before(at_ + 2);
    Segment segment{.kind = output ? Segment::Kind::output : Segment::Kind::statement, .offset = at_};
    at_ += 2;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    strip_next_ = false;
    TRY(tokens(segment, output ? "}}" : "%}"));
    const bool raw = !output && segment.tokens.size() == 2 && segment.tokens.front().text == "raw";
    if (raw) return raw_text(segment.offset);
    segments_.push_back(std::move(segment));
    return {};
  }

  base::Result<> tokens(Segment& segment, std::string_view closing) {
    size_t depth = 0;
    while (true) {
      at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
      if (at_ >= text_.size()) return fail_at(text_, segment.offset, fmt::format("no '{}' closes this", closing));
      const std::string_view rest = text_.substr(at_);
      const bool stripping = rest.starts_with('-') && rest.substr(1).starts_with(closing);
      if (depth == 0 && (stripping || rest.starts_with(closing))) {
        segment.tokens.push_back({.kind = Token::Kind::end, .offset = at_});
        strip_next_ = stripping;
        at_ += closing.size() + (stripping ? 1 : 0);
        return {};
      }
      segment.tokens.push_back(TRY(token()));
      const Token& last = segment.tokens.back();
      if (last.kind != Token::Kind::symbol) continue;
      if (last.text == "{" || last.text == "(" || last.text == "[") ++depth;
      if (depth > 0 && (last.text == "}" || last.text == ")" || last.text == "]")) --depth;
    }
  }

  base::Result<Token> token() {
    const char c = text_[at_];
    if (begins_name(c)) return taken(Token::Kind::name, [](char next) { return continues_name(next); });
    if (is_digit(c)) return number();
    if (c == '"' || c == '\'') return string();
    static constexpr std::array<std::string_view, 7> kDouble = {"==", "!=", "<=", ">=", "//", "**", "~"};
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view symbol : kDouble) {
      if (rest.starts_with(symbol)) return symbol_token(symbol.size());
    }
    if (std::string_view("<>+-*/%|.,:()[]{}=").find(c) != std::string_view::npos) return symbol_token(1);
    return fail_at(text_, at_, "a character that has no meaning here");
  }

  Token symbol_token(size_t length) {
    Token token{.kind = Token::Kind::symbol, .text = std::string(text_.substr(at_, length)), .offset = at_};
    at_ += length;
    return token;
  }

  Token taken(Token::Kind kind, bool (*belongs)(char)) {
    size_t end = at_;
    while (end < text_.size() && belongs(text_[end])) ++end;
    Token token{.kind = kind, .text = std::string(text_.substr(at_, end - at_)), .offset = at_};
    at_ = end;
    return token;
  }

  Token number() {
    Token token = taken(Token::Kind::integer, is_digit);
    if (at_ + 1 >= text_.size() || text_[at_] != '.' || !is_digit(text_[at_ + 1])) return token;
    ++at_;
    token.kind = Token::Kind::real;
    token.text += "." + taken(Token::Kind::integer, is_digit).text;
    return token;
  }

  base::Result<Token> string() {
    Token token{.kind = Token::Kind::string, .offset = at_};
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      const bool escape = text_[at_] == '\\' && at_ + 1 < text_.size();
      if (escape) ++at_;
      token.text += escape ? unescaped(text_[at_]) : text_[at_];
      ++at_;
    }
    if (at_ >= text_.size()) return fail_at(text_, token.offset, "a string is never closed");
    ++at_;
    return token;
  }

  // Everything up to `{% endraw %}`, as it stands.
  base::Result<> raw_text(size_t opening) {
    const bool strip_first = strip_next_;
    for (size_t open = text_.find("{%", at_); open != text_.npos; open = text_.find("{%", open + 2)) {
      size_t word = open + 2;
      const bool strip_last = word < text_.size() && text_[word] == '-';
      if (strip_last) ++word;
      word = std::min(text_.find_first_not_of(kBlanks, word), text_.size());
      if (!text_.substr(word).starts_with("endraw")) continue;
      const size_t close = std::min(text_.find_first_not_of(kBlanks, word + 6), text_.size());
      const bool strip_next = text_.substr(close).starts_with("-%}");
      if (!strip_next && !text_.substr(close).starts_with("%}")) continue;
      strip_next_ = strip_first;
      add_text(text_.substr(at_, open - at_));
      if (strip_last) strip_before(open + 2);
      strip_next_ = strip_next;
      at_ = close + (strip_next ? 3 : 2);
      return {};
    }
    return fail_at(text_, opening, "no 'endraw' closes this");
  }

  std::string_view text_;
  size_t at_ = 0;
  bool strip_next_ = false;
  std::vector<Segment> segments_;
};

}  // namespace

std::unexpected<base::Error> fail_at(std::string_view text, size_t offset, std::string_view reason) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return base::fail(fmt::format("{} at line {}, column {}", reason, line, column));
}

base::Result<std::vector<Segment>> cut(std::string_view text) {
  return Lexer(text).segments();
}

}  // namespace config::templates
