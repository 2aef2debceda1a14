#pragma once
// Stable identities of what a multiplexer shows. They are numbers behind a sign, so text from outside never becomes a
// target, and a pane can not be taken for a window.

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace mux {

template <char Sign>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t number) : number_(number) {}

  // "@3"; nothing for any other form: no sign, another sign, no digits, anything behind them, too large.
  static std::optional<Id> parse(std::string_view text) {
    if (text.size() < 2 || text[0] != Sign || text[1] < '0' || text[1] > '9') return std::nullopt;
    const auto number = base::parse_integer(text.substr(1));
    if (!number || *number > UINT32_MAX) return std::nullopt;
    return Id(static_cast<std::uint32_t>(*number));
  }

  constexpr std::uint32_t number() const { return number_; }
  std::string text() const { return Sign + std::to_string(number_); }

  friend constexpr auto operator<=>(const Id&, const Id&) = default;

 private:
  std::uint32_t number_ = 0;
};

using SessionId = Id<'$'>;
using WindowId = Id<'@'>;
using PaneId = Id<'%'>;

}  // namespace mux

template <char Sign>
struct std::hash<mux::Id<Sign>> {
  size_t operator()(const mux::Id<Sign>& id) const noexcept { return std::hash<std::uint32_t>{}(id.number()); }
};
