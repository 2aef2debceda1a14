#include "agent/classify.h"

#include <algorithm>
#include <array>

#include "agent/command_line.h"
#include "agent/profile.h"
#include "base/text.h"

namespace agent {

namespace {

bool is_interpreter(std::string_view stem) {
  constexpr auto kInterpreters = std::to_array<std::string_view>({"node", "python", "python3", "bun", "deno"});
  return std::ranges::find(kInterpreters, base::to_lower(stem)) != kInterpreters.end();
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool has_word(std::string_view text, std::string_view word) {
  const std::string lower = base::to_lower(text);
  for (size_t i = 0; i < lower.size();) {
    if (!is_alphanumeric(lower[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < lower.size() && is_alphanumeric(lower[end])) ++end;
    if (std::string_view(lower).substr(i, end - i) == word) return true;
    i = end;
  }
  return false;
}

std::string kind_by_title(std::string_view title) {
  if (title.contains("Claude Code")) return "claude";
  if (title.contains("opencode")) return "opencode";
  if (title.contains("Gemini") || title.contains("\u25c7")) return "gemini";
  if (title.contains("\u03c0")) return "pi";
  if (title.contains("Oh My Pi") || has_word(title, "omp")) return "omp";
  if (title.contains("Vibe")) return "vibe";
  return {};
}

bool starts_with_braille(std::string_view title) {
  // U+2800 to U+28FF: E2 A0 80 to E2 A3 BF.
  return title.size() >= 3 && title[0] == '\xe2' && title[1] >= '\xa0' && title[1] <= '\xa3';
}

}  // namespace

bool is_version(std::string_view word) {
  const auto parts = base::split_views(word, '.');
  return parts.size() > 1 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
         });
}

std::string classify(std::string_view command, std::string_view title) {
  const std::vector<Word> words = words_of(command);
  if (words.empty()) return {};
  const std::string& first = words.front().text;
  const std::string stem = stem_of(first);
  if (stem == "claude" || is_version(base::trim(command)) || is_version(first)) return "claude";
  if (stem == "codex" || stem.starts_with("codex-")) return "codex";
  if (const Profile* profile = find_profile(stem)) return std::string(profile->name);
  return is_interpreter(stem) ? kind_by_title(title) : std::string();
}

std::optional<TitleState> title_state(std::string_view kind, std::string_view title) {
  const auto begins = [&](std::string_view sign) { return title.starts_with(sign); };
  if (kind == "claude") {
    if (begins("\u2733")) return TitleState::idle;
    if (begins("\u25d0") || begins("\u25d1") || begins("\u25d2") || begins("\u25d3") || starts_with_braille(title))
      return TitleState::working;
  } else if (kind == "gemini" || kind == "qwen") {
    if (begins("\u25c7")) return TitleState::idle;
    if (begins("\u2726")) return TitleState::working;
    if (begins("\u270b")) return TitleState::waiting;
  } else if (kind == "codex") {
    if (starts_with_braille(title)) return TitleState::working;
  }
  return std::nullopt;
}

}  // namespace agent
