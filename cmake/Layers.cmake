# One folder = one static library = one namespace. The order is the order of the layers: a folder includes only
# folders that stand before it (tools/check-layers holds the code against this list).
set(WORKMUX_LAYERS base os rpc config git mux agent sandbox workflow cli)

# workmux_layer(NAME [LIBRARIES ...]): every source below the calling folder becomes the library workmux_NAME.
function(workmux_layer name)
  cmake_parse_arguments(ARG "" "" "LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(workmux_${name} STATIC ${sources})
  target_include_directories(workmux_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(FIND WORKMUX_LAYERS ${name} position)
  if(position GREATER 0)
    list(SUBLIST WORKMUX_LAYERS 0 ${position} above)
    list(REVERSE above)
    list(TRANSFORM above PREPEND workmux_)
    target_link_libraries(workmux_${name} PUBLIC ${above})
  endif()
  target_link_libraries(workmux_${name} PUBLIC ${ARG_LIBRARIES})
endfunction()
