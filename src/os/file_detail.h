#pragma once
// Steps that files, beneath and log share. Private to the os layer.

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/files.h"

namespace os::detail {

FileStatus to_file_status(const struct stat& from);

// What `descriptor` holds from its position to its end. `shown` names the file in messages.
base::Result<std::string> read_to_end(int descriptor, size_t limit, std::string_view shown);

// The contents of an opened file that must be regular and no larger than `limit`.
base::Result<std::string> read_regular(int descriptor, size_t limit, std::string_view shown);

// Writes all of `bytes`; false with errno set when it could not.
bool write_fully(int descriptor, std::string_view bytes);

// A name for a temporary file: hidden, short, not to be guessed.
std::string temporary_name();

// The entries of a directory, sorted by name, without "." and ".."; errno is set and nothing returned on failure.
// `directory` is one that was opened for this: it is read from its start and closed.
std::optional<std::vector<DirectoryEntry>> entries_in(Descriptor directory);

// The names alone.
std::vector<std::string> names_of(std::vector<DirectoryEntry> entries);

// Removes `name` in an opened directory: a file or link itself, or a directory with all below. No link is followed, no
// mount point is entered, depth costs neither stack nor descriptors. Missing is fine. `shown` names it in messages.
base::Result<> remove_tree_at(int parent, const std::string& name, std::string_view shown);

}  // namespace os::detail
