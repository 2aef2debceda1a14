#pragma once
// The checks that Beneath stands on. Each is alone in a source file of its own, so that a test can link a weak one
// instead and see the attack succeed. Private to the os layer.

#include <string>
#include <string_view>

#include "base/result.h"
#include "os/beneath.h"
#include "os/descriptor.h"

namespace os::detail {

// Whether `path` is relative and made of plain names only: no empty one, no "." or "..", no NUL.
bool is_plain_relative_path(std::string_view path);

// Opens `path` (plain and relative) below the directory `root`, with these flags of open and without following any
// link. Invalid with errno set on failure; ELOOP says that a link was in the way.
Descriptor open_beneath(int root, const std::string& path, int flags, BeneathResolver resolver);

// Whether `name` in the opened directory may be replaced: it is missing, or a regular file with one hard link. A second
// hard link or anything that is no file was put there to be written through.
base::Result<> check_replaceable(int directory, const std::string& name, std::string_view shown);

}  // namespace os::detail

namespace os {

// For tests: makes a Beneath resolve paths in the way that kernels without openat2 need.
struct BeneathForTests {
  static void resolve_by(Beneath& beneath, BeneathResolver resolver) { beneath.resolver_ = resolver; }
};

}  // namespace os
