# Every dependency is a Debian package; ARCHITECTURE.md lists each with its reason.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED) # its headers; base/fmt.cpp compiles them once
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)

# utf8proc is small and the guest is static: link its archive everywhere.
find_library(UTF8PROC_ARCHIVE NAMES libutf8proc.a REQUIRED)
