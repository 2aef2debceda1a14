#include <algorithm>

#include "base/digest.h"
#include "git/refs.h"

namespace git {
namespace {

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F || std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
}

bool is_valid_component(std::string_view component) {
  return !component.empty() && !component.starts_with('.') && !component.ends_with(".lock");
}

}  // namespace

bool is_object_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && base::is_lower_hex(text);
}

bool is_valid_ref_name(std::string_view name) {
  if (name.size() > 4000 || name.ends_with('.') || std::ranges::any_of(name, is_forbidden)) return false;
  if (name.find("..") != std::string_view::npos || name.find("@{") != std::string_view::npos) return false;
  size_t components = 0;
  for (size_t begin = 0; begin <= name.size(); ++components) {
    const size_t end = std::min(name.find('/', begin), name.size());
    if (!is_valid_component(name.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return components > 1;
}

bool is_valid_branch_name(std::string_view name) {
  if (name.empty() || name.starts_with('-') || name == "@" || name == "HEAD") return false;
  return is_valid_ref_name(std::string("refs/heads/").append(name));
}

}  // namespace git
