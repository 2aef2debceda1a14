# Every dependency is a Debian package; ARCHITECTURE.md lists each with its reason.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED) # its headers; base/fmt.cpp compiles them once
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)

# Archives: the guest is static, and a host program that loads two shared objects instead of six starts in two thirds of
# the time.
find_library(UTF8PROC_ARCHIVE NAMES libutf8proc.a REQUIRED)
find_library(SECCOMP_ARCHIVE NAMES libseccomp.a REQUIRED)
find_library(YAML_ARCHIVE NAMES libyaml-cpp.a REQUIRED)
if(NOT WORKMUX_SANITIZE)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()
