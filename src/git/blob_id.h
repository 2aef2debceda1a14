#pragma once
// The object id of a file's contents, without a process.

#include <string>
#include <string_view>

namespace git {

// SHA-1 of the blob that holds `contents`, as git names it in a repository of the usual object format. Not for
// security: git itself checks what it stores.
std::string blob_id(std::string_view contents);

}  // namespace git
