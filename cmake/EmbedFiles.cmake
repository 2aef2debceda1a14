# Writes OUTPUT, a C++ file with the text of FILES (below ROOT), sorted by name. Run by workmux_embed.
string(REGEX MATCH "^(.*)::([^:]+)$" qualified ${FUNCTION})
set(namespace ${CMAKE_MATCH_1})
set(function ${CMAKE_MATCH_2})
set(entries "")
foreach(path IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${path})
  file(READ ${path} text)
  string(APPEND entries "    {\"${name}\", R\"_embed_(${text})_embed_\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include <array>
#include <span>

#include \"base/resource.h\"

namespace ${namespace} {
std::span<const base::Resource> ${function}();
std::span<const base::Resource> ${function}() {
  static constexpr auto kFiles = std::to_array<base::Resource>({
${entries}  });
  return kFiles;
}
}  // namespace ${namespace}
")
