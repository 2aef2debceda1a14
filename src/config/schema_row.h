#pragma once
// Rows of the schema table. Only schema_*.cpp include this.

#include <span>

#include "config/schema.h"
#include "config/value_types.h"

namespace config {

template <auto First, auto... Rest, class Object>
constexpr auto& reach(Object& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return reach<Rest...>(object.*First);
  }
}

// The value at a chain of members: access<&Config::sandbox, &Sandbox::git>(). access_as<C> reads and writes it with
// another codec than the one of its type.
template <class C, auto... Members>
constexpr Access access_as() {
  return {[](const Node& node, Config& config, Reading& reading) { C::read(node, reach<Members...>(config), reading); },
          [](const Config& config) -> base::Json { return C::write(reach<Members...>(config)); }, &C::words,
          &C::schema};
}

template <auto... Members>
constexpr Access access() {
  return access_as<Codec<std::remove_cvref_t<decltype(reach<Members...>(std::declval<Config&>()))>>, Members...>();
}

inline constexpr Scope P = Scope::project;
inline constexpr Scope G = Scope::global;
inline constexpr Scope L = Scope::loosening;

std::span<const Key> top_keys();
std::span<const Key> panel_keys();  // dashboard and sidebar
std::span<const Key> sandbox_keys();

}  // namespace config
