#include "git/config_syntax.h"

#include <fmt/format.h>

#include <algorithm>

namespace git {
namespace {

// git's own classes: they depend on no locale, and vertical tab and form feed are no white space.
bool is_space(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_alpha(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_key_character(int c) {
  return is_alpha(c) || (c >= '0' && c <= '9') || c == '-';
}
char lower(int c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;
  }

  base::Result<std::vector<ConfigPart>> scan() {
    while (position_ < text_.size()) {
      const size_t begin = position_;
      const int c = next();
      if (is_space(c)) continue;
      bool good = true;
      if (c == '#' || c == ';') {
        skip_line();
      } else if (c == '[') {
        good = read_section(begin);
      } else {
        good = is_alpha(c) && read_entry(begin);
      }
      if (!good) return base::fail(fmt::format("Malformed setting in line {}", line_at(begin)));
    }
    return std::move(parts_);
  }

 private:
  // The next character, "\r\n" as one newline; at the end an endless row of newlines.
  int next() {
    if (position_ >= text_.size()) {
      past_end_ = true;
      return '\n';
    }
    if (text_[position_] == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n') ++position_;
    return static_cast<unsigned char>(text_[position_++]);
  }

  void skip_line() {
    const size_t newline = text_.find('\n', position_);
    position_ = newline == std::string_view::npos ? text_.size() : newline + 1;
  }

  bool read_section(size_t begin) {
    section_.clear();
    while (true) {
      const int c = next();
      if (c == ']') break;
      if (is_space(c)) {
        if (!read_subsection(c)) return false;
        break;
      }
      if (!is_key_character(c) && c != '.') return false;
      section_ += lower(c);
    }
    parts_.push_back({.kind = ConfigPart::Kind::section,
                      .section = section_,
                      .name = {},
                      .value = {},
                      .begin = begin,
                      .value_end = position_,
                      .end = position_});
    return true;
  }

  // From the blank before the opening quote to the closing bracket.
  bool read_subsection(int c) {
    while (is_space(c)) {
      if (c == '\n') return false;
      c = next();
    }
    if (c != '"') return false;
    section_ += '.';
    while (true) {
      c = next();
      if (c == '"') break;
      if (c == '\\') c = next();
      if (c == '\n') return false;
      section_ += static_cast<char>(c);
    }
    return next() == ']';
  }

  bool read_entry(size_t begin) {
    ConfigPart part{.kind = ConfigPart::Kind::entry,
                    .section = section_,
                    .name = std::string(1, lower(static_cast<unsigned char>(text_[begin]))),
                    .value = {},
                    .begin = begin,
                    .value_end = 0,
                    .end = 0};
    int c = next();
    while (is_key_character(c)) {
      part.name += lower(c);
      c = next();
    }
    part.value_end = begin + part.name.size();
    while (c == ' ' || c == '\t') c = next();
    if (c != '\n') {
      if (c != '=') return false;
      part.value_end = position_;
      part.value = std::string();
      if (!read_value(*part.value, part.value_end)) return false;
    }
    part.end = newline_begin();
    parts_.push_back(std::move(part));
    return true;
  }

  bool read_value(std::string& value, size_t& value_end) {
    bool quoted = false;
    std::string blanks;  // inside the value they count, at its end they do not
    while (true) {
      const int c = next();
      if (c == '\n') return !quoted;
      if (is_space(c) && !quoted) {
        if (!value.empty()) blanks += static_cast<char>(c);
        continue;
      }
      if (!quoted && (c == '#' || c == ';')) {
        skip_line();
        if (text_[position_ - 1] != '\n') past_end_ = true;
        return true;
      }
      value += blanks;
      blanks.clear();
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\') {
        if (!read_escape(value)) return false;
      } else {
        value += static_cast<char>(c);
      }
      value_end = position_;
    }
  }

  bool read_escape(std::string& value) {
    switch (next()) {
      case '\n':
        return true;
      case 't':
        value += '\t';
        return true;
      case 'b':
        value += '\b';
        return true;
      case 'n':
        value += '\n';
        return true;
      case '\\':
        value += '\\';
        return true;
      case '"':
        value += '"';
        return true;
      default:
        return false;
    }
  }

  // Where the newline that was just read begins.
  size_t newline_begin() const {
    if (past_end_) return text_.size();
    const size_t newline = position_ - 1;
    return newline > 0 && text_[newline - 1] == '\r' ? newline - 1 : newline;
  }

  size_t line_at(size_t position) const {
    return 1 + static_cast<size_t>(std::ranges::count(text_.substr(0, position), '\n'));
  }

  std::string_view text_;
  size_t position_ = 0;
  bool past_end_ = false;
  std::string section_;
  std::vector<ConfigPart> parts_;
};

}  // namespace

base::Result<std::vector<ConfigPart>> scan_config(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return base::fail("It holds a NUL byte");
  return Scanner(text).scan();
}

std::optional<std::string> canonical_section(std::string_view section) {
  const size_t dot = section.find('.');
  std::string canonical(section.substr(0, dot));
  if (canonical.empty() || !std::ranges::all_of(canonical, is_key_character)) return std::nullopt;
  std::ranges::transform(canonical, canonical.begin(), lower);
  if (dot == std::string_view::npos) return canonical;
  const std::string_view subsection = section.substr(dot);
  if (subsection.find_first_of(std::string_view("\n\0", 2)) != std::string_view::npos) return std::nullopt;
  return canonical.append(subsection);
}

std::optional<ConfigKey> split_config_key(std::string_view key) {
  const size_t dot = key.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto section = canonical_section(key.substr(0, dot));
  std::string name(key.substr(dot + 1));
  if (!section || name.empty() || !is_alpha(name.front()) || !std::ranges::all_of(name, is_key_character)) {
    return std::nullopt;
  }
  std::ranges::transform(name, name.begin(), lower);
  return ConfigKey{*std::move(section), std::move(name)};
}

std::string section_header(std::string_view section) {
  const size_t dot = section.find('.');
  if (dot == std::string_view::npos) return fmt::format("[{}]", section);
  std::string escaped;
  for (const char c : section.substr(dot + 1)) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return fmt::format("[{} \"{}\"]", section.substr(0, dot), escaped);
}

std::string quoted_value(std::string_view value) {
  const bool quote = value.find_first_of(";#\r\t\b") != std::string_view::npos || value.starts_with(' ') ||
                     value.ends_with(' ') || value.find("  ") != std::string_view::npos;
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (c == '\b') {
      text += "\\b";
    } else {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
  }
  return quote ? '"' + text + '"' : text;
}

}  // namespace git
