#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "mux/safe_text.h"

namespace mux {
namespace {

constexpr size_t kIconColumns = 8;

}  // namespace

std::string safe_icon(std::string_view icon) {
  std::string text = base::sanitise_line(icon);
  for (const std::string_view sign : {"#(", "#{"}) {
    while (text.find(sign) != std::string::npos) text = base::replace_all(text, sign, sign.substr(1));
  }
  std::string result;
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.compare(at, 2, "#[") == 0 ? text.find(']', at) : std::string::npos;
    const size_t stop = end == std::string::npos ? text.find("#[", at + 1) : end + 1;
    const std::string part = text.substr(at, stop - at);
    if (end != std::string::npos) {
      result += part;
    } else {
      const size_t used = base::display_width(plain);
      const std::string cut = base::display_width(part) + used <= kIconColumns
                                  ? part
                                  : base::truncate_to_width(part, kIconColumns - std::min(used, kIconColumns));
      plain += cut;
      result += cut;
    }
    at = stop == std::string::npos ? text.size() : stop;
  }
  return result;
}

}  // namespace mux
