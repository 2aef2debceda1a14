#include "config/codec.h"

namespace config {

void wrong_type(const Node& node, std::string_view expected, Reading& reading) {
  reading.error(node, fmt::format("invalid type: {}, expected {}", describe_node(node), expected));
}

std::string expected_words(const std::vector<std::string>& words) {
  if (words.size() == 1) return fmt::format("`{}`", words[0]);
  if (words.size() == 2) return fmt::format("`{}` or `{}`", words[0], words[1]);
  return fmt::format("one of `{}`", fmt::join(words, "`, `"));
}

void Codec<bool>::read(const Node& node, bool& value, Reading& reading) {
  if (node.kind != Node::Kind::scalar || node.quoted || !looks_like_boolean(node.text)) {
    return wrong_type(node, "a boolean", reading);
  }
  value = node.text == "true";
}

void Codec<std::string>::read(const Node& node, std::string& value, Reading& reading) {
  if (node.kind != Node::Kind::scalar) return wrong_type(node, "a string", reading);
  value = node.text;
}

std::optional<std::int64_t> read_integer(const Node& node, std::int64_t least, std::int64_t most, std::string_view type,
                                         Reading& reading) {
  if (node.kind != Node::Kind::scalar || node.quoted || !looks_like_integer(node.text)) {
    wrong_type(node, type, reading);
    return std::nullopt;
  }
  const auto number = integer_value(node.text);
  if (!number || *number < least || *number > most) {
    reading.error(node, fmt::format("invalid value: {}, expected {}", describe_node(node), type));
    return std::nullopt;
  }
  return number;
}

}  // namespace config
