# workmux_embed(TARGET FOLDER FUNCTION): the text files below resources/FOLDER become part of TARGET. FUNCTION is the qualified
# name of the function that returns them, to be declared in a header of the layer:
#   std::span<const base::Resource> resources();   // base/resource.h
function(workmux_embed target folder function)
  set(root ${CMAKE_SOURCE_DIR}/resources/${folder})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${root}/*)
  list(SORT files)
  string(REPLACE "/" "_" name ${folder})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/resources_${name}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DROOT=${root} -DFUNCTION=${function} -DOUTPUT=${output} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    COMMENT "Embedding resources/${folder}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# workmux_embed_files(TARGET FUNCTION FILE...): as workmux_embed, for files of the source tree by their paths below it.
function(workmux_embed_files target function)
  list(TRANSFORM ARGN PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  string(MAKE_C_IDENTIFIER ${function} name)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -DFUNCTION=${function} -DOUTPUT=${output} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    COMMENT "Embedding ${ARGN}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
