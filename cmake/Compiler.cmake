# Language level, warnings, sanitizers, compiler cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

set(WORKMUX_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")
option(WORKMUX_FUZZ "Build the fuzzers (needs clang)" OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees false positives of these in inlined std::string code once it optimises.
  add_compile_options(-Wno-restrict -Wno-error=stringop-overflow -Wno-error=maybe-uninitialized
                      -Wno-error=array-bounds -Wno-error=stringop-overread)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_options(-O0 -g1)
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG") # -O3 builds twice as long and is not faster here
  add_compile_options(-fstack-protector-strong)
  add_compile_definitions(_FORTIFY_SOURCE=2)
endif()

if(WORKMUX_SANITIZE)
  add_compile_options(-fsanitize=${WORKMUX_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WORKMUX_SANITIZE})
endif()

find_program(WORKMUX_CCACHE ccache)
if(WORKMUX_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${WORKMUX_CCACHE})
endif()
