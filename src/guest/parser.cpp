#include "guest/parser.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "base/unicode.h"

namespace guest {

namespace {

using Failure = std::optional<UsageError>;

class Reader {
 public:
  Reader(const Command& command, const std::vector<std::string>& words) : command_(command), words_(words) {}

  std::expected<Parsed, UsageError> read() {
    Failure error;
    while (!error && !parsed_.wants_help && at_ < words_.size()) error = read_word(words_[at_++]);
    if (!error && !parsed_.wants_help) error = check();
    if (error) return std::unexpected(*std::move(error));
    return std::move(parsed_);
  }

 private:
  Failure read_word(const std::string& word) {
    if (only_positionals_ || word == "-" || !word.starts_with('-')) return read_positional(word);
    if (word == "--") {
      only_positionals_ = true;
      return std::nullopt;
    }
    return word.starts_with("--") ? read_long(word.substr(2)) : read_letters(word);
  }

  Failure read_long(const std::string& text) {
    if (text == "help") {
      parsed_.wants_help = true;
      return std::nullopt;
    }
    const size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const auto option = std::ranges::find(command_.options, name, &Option::name);
    if (option == command_.options.end()) return unexpected("--" + name);
    return read_option(*option, equals == std::string::npos ? std::nullopt : std::optional(text.substr(equals + 1)));
  }

  Failure read_letters(const std::string& word) {
    for (size_t i = 1; i < word.size(); ++i) {
      const auto option = std::ranges::find(command_.options, word[i], &Option::letter);
      if (option == command_.options.end()) {
        parsed_.wants_help = word[i] == 'h';
        if (parsed_.wants_help) return std::nullopt;
        return unexpected(i == 1 ? word : std::string("-") + word[i]);
      }
      const bool equals = i + 1 < word.size() && word[i + 1] == '=';
      if (option->value == Value::none && !equals) {
        if (auto error = read_option(*option, std::nullopt)) return error;
        continue;
      }
      const bool joined = i + 1 < word.size();
      return read_option(*option, joined ? std::optional(word.substr(equals ? i + 2 : i + 1)) : std::nullopt);
    }
    return std::nullopt;
  }

  Failure read_option(const Option& option, std::optional<std::string> value) {
    if (option.value == Value::none && value) {
      return UsageError{fmt::format("unexpected value '{}' for '{}' found; no more were expected",
                                    base::sanitise_line(*value), display_name(option))};
    }
    if (option.value == Value::required && !value) {
      if (at_ >= words_.size()) {
        return UsageError{fmt::format("a value is required for '{}' but none was supplied", display_name(option))};
      }
      value = words_[at_++];  // whatever it looks like (CLI-W20)
    }
    if (!option.repeats && parsed_.arguments.has(option.name)) {
      if (option.value == Value::none) return std::nullopt;
      return UsageError{fmt::format("the argument '{}' cannot be used multiple times", display_name(option))};
    }
    parsed_.arguments.given.push_back({option.name, value.value_or("")});
    return std::nullopt;
  }

  Failure read_positional(const std::string& word) {
    auto& positionals = parsed_.arguments.positionals;
    if (positionals.size() >= command_.positionals.size()) {
      return UsageError{fmt::format("unexpected argument '{}' found", base::sanitise_line(word))};
    }
    const Positional& positional = command_.positionals[positionals.size()];
    if (!positional.values.empty() && std::ranges::find(positional.values, word) == positional.values.end()) {
      return UsageError{fmt::format("invalid value '{}' for '{}'\n  [possible values: {}]", base::sanitise_line(word),
                                    display_name(positional), base::join(positional.values, ", "))};
    }
    positionals.push_back(word);
    return std::nullopt;
  }

  UsageError unexpected(const std::string& shown) const {
    std::vector<std::string> names;
    for (const Option& option : command_.options) names.push_back("--" + option.name);
    const std::string nearest = shown.starts_with("--") ? base::nearest_word(shown, names) : "";
    return {fmt::format("unexpected argument '{}' found", base::sanitise_line(shown)),
            nearest.empty() ? "" : fmt::format("a similar argument exists: '{}'", nearest)};
  }

  Failure check() const {
    const Arguments& arguments = parsed_.arguments;
    for (const Arguments::Given& given : arguments.given) {
      const auto option = std::ranges::find(command_.options, given.option, &Option::name);
      for (const std::string& name : option->conflicts) {
        if (!arguments.has(name)) continue;
        const auto other = std::ranges::find(command_.options, name, &Option::name);
        return UsageError{
            fmt::format("the argument '{}' cannot be used with '{}'", display_name(*option), display_name(*other))};
      }
    }
    std::string missing;
    for (size_t i = arguments.positionals.size(); i < command_.positionals.size(); ++i) {
      const Positional& positional = command_.positionals[i];
      const bool excused =
          std::ranges::any_of(positional.unless, [&](const auto& name) { return arguments.has(name); });
      if (positional.required && !excused) missing += "\n  " + display_name(positional);
    }
    if (missing.empty()) return std::nullopt;
    return UsageError{"the following required arguments were not provided:" + missing};
  }

  const Command& command_;
  const std::vector<std::string>& words_;
  size_t at_ = 0;
  bool only_positionals_ = false;
  Parsed parsed_;
};

}  // namespace

std::expected<Parsed, UsageError> parse(const Command& command, const std::vector<std::string>& words) {
  return Reader(command, words).read();
}

}  // namespace guest
