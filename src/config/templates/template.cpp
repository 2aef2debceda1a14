#include "config/templates/template.h"

#include "config/templates/block_parser.h"
#include "config/templates/free_variables.h"
#include "config/templates/renderer.h"
#include "config/templates/syntax.h"

namespace config::templates {

base::Result<Template> Template::parse(std::string text) {
  if (text.size() > kLongestTemplate) return base::fail("the template is longer than 16 MiB");
  Parsed parsed{.text = std::move(text), .root = {}};
  parsed.root = TRY(parse_blocks(parsed.text, TRY(cut(parsed.text))));
  Template result;
  result.variables_ = free_variables(parsed.root);
  result.parsed_ = std::make_shared<const Parsed>(std::move(parsed));
  return result;
}

base::Result<std::string> Template::render(const base::Json& variables) const {
  return templates::render(*parsed_, variables);
}

}  // namespace config::templates
