#pragma once
// Small operations on text. Everything works on bytes unless the name says otherwise.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// Parts between separators; empty parts are kept. split("a,,b", ',') is {"a", "", "b"}; split("", ',') is {""}.
std::vector<std::string> split(std::string_view text, char separator);

// As split, views into `text`, which must outlive them.
std::vector<std::string_view> split_views(std::string_view text, char separator);

// Lines without their "\n" or "\r\n"; a final newline does not make an empty last line.
std::vector<std::string> lines(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Without ASCII white space at both ends.
std::string_view trim(std::string_view text);

// Every `from` replaced by `to`; an empty `from` changes nothing.
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// ASCII letters only.
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// The whole of `text` as a decimal number, nothing else around it; nothing when it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);

// "1 worktree", "2 worktrees".
std::string counted(size_t count, std::string_view singular, std::string_view plural);

}  // namespace base
