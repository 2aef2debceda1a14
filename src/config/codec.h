#pragma once
// How a value of each type is read from a tree, written as JSON, named in words and described as JSON schema. The
// schema table needs no more than the member: the type brings the rest.

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "config/enum_names.h"
#include "config/node.h"
#include "config/reading.h"
#include "config/scalar.h"

namespace config {

// Codec<T>: read(Node, T&, Reading&) leaves T as it was after a problem; write(T); words(); schema().
template <class T>
struct Codec;

void wrong_type(const Node& node, std::string_view expected, Reading& reading);

// `a`; `a` or `b`; one of `a`, `b`, `c`.
std::string expected_words(const std::vector<std::string>& words);

template <>
struct Codec<bool> {
  static void read(const Node& node, bool& value, Reading& reading);
  static base::Json write(bool value) { return value; }
  static std::string words() { return "bool"; }
  static base::Json schema() { return {{"type", "boolean"}}; }
};

template <>
struct Codec<std::string> {
  static void read(const Node& node, std::string& value, Reading& reading);
  static base::Json write(const std::string& value) { return value; }
  static std::string words() { return "str"; }
  static base::Json schema() { return {{"type", base::Json::array({"string", "number", "boolean"})}}; }
};

// The number when `node` is an integer between the bounds; otherwise a problem that expects `type`.
std::optional<std::int64_t> read_integer(const Node& node, std::int64_t least, std::int64_t most, std::string_view type,
                                         Reading& reading);

template <class T>
  requires std::unsigned_integral<T>
struct Codec<T> {
  static constexpr std::int64_t kMost = std::numeric_limits<T>::max();
  static void read(const Node& node, T& value, Reading& reading) {
    const std::string type = fmt::format("u{}", std::numeric_limits<T>::digits);
    if (const auto number = read_integer(node, 0, kMost, type, reading)) value = static_cast<T>(*number);
  }
  static base::Json write(T value) { return static_cast<std::int64_t>(value); }
  static std::string words() { return "int"; }
  static base::Json schema() { return {{"type", "integer"}, {"minimum", 0}, {"maximum", kMost}}; }
};

template <class E>
  requires std::is_enum_v<E>
struct Codec<E> {
  static std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& [name, value] : EnumNames<E>::list) names.emplace_back(name);
    return names;
  }
  static void read(const Node& node, E& value, Reading& reading) {
    if (node.kind != Node::Kind::scalar) return wrong_type(node, expected_words(names()), reading);
    for (const auto& [name, named] : EnumNames<E>::list) {
      if (node.text != name) continue;
      value = named;
      return;
    }
    reading.error(node, fmt::format("unknown variant `{}`, expected {}", node.text, expected_words(names())));
  }
  static base::Json write(E value) { return std::string(name_of(value)); }
  static std::string words() { return fmt::format("`{}`", fmt::join(names(), "`, `")); }
  static base::Json schema() { return {{"enum", names()}}; }
};

template <class T>
struct Codec<std::optional<T>> {
  static void read(const Node& node, std::optional<T>& value, Reading& reading) {
    if (node.kind == Node::Kind::null) {
      value.reset();
      return;
    }
    T inner{};
    Codec<T>::read(node, inner, reading);
    value = std::move(inner);
  }
  static base::Json write(const std::optional<T>& value) {
    return value ? base::Json(Codec<T>::write(*value)) : base::Json(nullptr);
  }
  static std::string words() { return Codec<T>::words(); }
  static base::Json schema() { return Codec<T>::schema(); }
};

template <class T>
struct Codec<std::vector<T>> {
  static void read(const Node& node, std::vector<T>& value, Reading& reading) {
    if (node.kind != Node::Kind::sequence) return wrong_type(node, "a sequence", reading);
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
      reading.enter_item(i);
      Codec<T>::read(node.items[i], value.emplace_back(), reading);
      reading.leave();
    }
  }
  static base::Json write(const std::vector<T>& value) {
    base::Json json = base::Json::array();
    for (const T& item : value) json.push_back(Codec<T>::write(item));
    return json;
  }
  static std::string words() { return "list of " + Codec<T>::words(); }
  static base::Json schema() { return {{"type", "array"}, {"items", Codec<T>::schema()}}; }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static void read(const Node& node, std::map<std::string, T>& value, Reading& reading) {
    if (node.kind != Node::Kind::map) return wrong_type(node, "a map", reading);
    value.clear();
    for (const Member& member : node.members) {
      reading.enter(member.name);
      Codec<T>::read(member.value, value[member.name], reading);
      reading.leave();
    }
  }
  static base::Json write(const std::map<std::string, T>& value) {
    base::Json json = base::Json::object();
    for (const auto& [name, item] : value) json[name] = Codec<T>::write(item);
    return json;
  }
  static std::string words() { return "map to " + Codec<T>::words(); }
  static base::Json schema() { return {{"type", "object"}, {"additionalProperties", Codec<T>::schema()}}; }
};

// ---- maps with fixed fields ----

enum class Required { no, yes };

template <class S, class T>
struct Field {
  std::string_view name;
  T S::* member;
  Required required = Required::no;
};

// Fields<S>: `kName` (for words()), `kUnknown` (rule for other names) and `list`, a tuple of Field.
template <class S>
struct Fields;

template <class S>
struct MapCodec {
  static std::vector<std::string> names() {
    std::vector<std::string> names;
    std::apply([&](const auto&... field) { (names.emplace_back(field.name), ...); }, Fields<S>::list);
    return names;
  }

  static void read(const Node& node, S& value, Reading& reading) {
    if (node.kind != Node::Kind::map) return wrong_type(node, "a map", reading);
    for (const Member& member : node.members) {
      const auto read_if_named = [&](const auto& field) {
        if (field.name != member.name) return false;
        if (member.value.kind == Node::Kind::null) return true;  // an empty value counts as unset
        reading.enter(member.name);
        Codec<std::remove_cvref_t<decltype(value.*(field.member))>>::read(member.value, value.*(field.member), reading);
        reading.leave();
        return true;
      };
      const bool known =
          std::apply([&](const auto&... field) { return (read_if_named(field) || ...); }, Fields<S>::list);
      if (!known) reading.unknown(member, names(), Fields<S>::kUnknown);
    }
    const auto check = [&](const auto& field) {
      const Node* given = node.find(field.name);
      if (field.required == Required::yes && (given == nullptr || given->kind == Node::Kind::null)) {
        reading.error(node, fmt::format("missing field `{}`", field.name));
      }
    };
    std::apply([&](const auto&... field) { (check(field), ...); }, Fields<S>::list);
  }

  static base::Json write(const S& value) {
    base::Json json = base::Json::object();
    const auto add = [&](const auto& field) {
      const auto& member = value.*(field.member);
      base::Json written = Codec<std::remove_cvref_t<decltype(member)>>::write(member);
      if (!written.is_null()) json[std::string(field.name)] = std::move(written);
    };
    std::apply([&](const auto&... field) { (add(field), ...); }, Fields<S>::list);
    return json;
  }

  static std::string words() { return std::string(Fields<S>::kName); }

  static base::Json schema() {
    base::Json properties = base::Json::object();
    base::Json required = base::Json::array();
    const auto add = [&](const auto& field) {
      using T = std::remove_cvref_t<decltype(std::declval<S>().*(field.member))>;
      properties[std::string(field.name)] = Codec<T>::schema();
      if (field.required == Required::yes) required.push_back(std::string(field.name));
    };
    std::apply([&](const auto&... field) { (add(field), ...); }, Fields<S>::list);
    base::Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = required;
    return schema;
  }
};

template <class S>
concept HasFields = requires { Fields<S>::list; };

template <class S>
  requires HasFields<S> && (!requires { typename Fields<S>::HasShortForm; })
struct Codec<S> : MapCodec<S> {};

// A map whose usual case has a short form as plain text: Fields<S>::from_text fills the value from it.
template <class S>
  requires HasFields<S> && requires { typename Fields<S>::HasShortForm; }
struct Codec<S> : MapCodec<S> {
  static void read(const Node& node, S& value, Reading& reading) {
    if (node.kind == Node::Kind::map) return MapCodec<S>::read(node, value, reading);
    if (node.kind != Node::Kind::scalar) return wrong_type(node, "a string or a map", reading);
    Fields<S>::from_text(node.text, value);
  }
  static std::string words() { return "str or " + MapCodec<S>::words(); }
  static base::Json schema() {
    return {{"anyOf", base::Json::array({Codec<std::string>::schema(), MapCodec<S>::schema()})}};
  }
};

}  // namespace config
