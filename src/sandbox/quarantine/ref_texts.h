#pragma once
// The refs of a git directory as plain text: what each ref file or packed-refs line says, unresolved.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/beneath.h"

namespace sandbox::quarantine {

// Full name -> object id, or "ref: NAME". "HEAD" is the worktree's own. Absent: no such ref.
using RefTexts = std::map<std::string, std::string, std::less<>>;

inline constexpr std::string_view kHead = "HEAD";

struct RefsRead {
  RefTexts refs;
  // Entries that are no regular file or directory, or too large, deep or many: "refs/heads/x is a symbolic link".
  // While there are any, a missing ref means nothing.
  std::vector<std::string> refused;
};

// Reads all refs of the common dir below `git`, and HEAD of the admin directory `own` (relative; empty: the common
// dir). No link is followed. At most 200,000 refs, 32 levels, 64 MiB of packed-refs. Our own pins
// (refs/workmux/sandbox/) are left out. Error: packed-refs or HEAD is no regular file or unreadable.
base::Result<RefsRead> read_ref_texts(const os::Beneath& git, std::string_view own);

// The text of one ref: "" when there is none.
std::string text_of(const RefTexts& refs, std::string_view name);

// What "ref: NAME" names; empty for an object id.
std::string_view symbolic_name(std::string_view text);

// The object id behind a text, symbolic refs followed up to 5 deep; empty when it leads nowhere.
std::string resolve_text(const RefTexts& refs, std::string_view text);

// Refs in a packed-refs file, without the peeled lines. Lines that are none are skipped.
RefTexts parse_packed_refs(std::string_view text);

// A packed-refs file of all refs that hold an object id, HEAD left out.
std::string packed_refs_text(const RefTexts& refs);

// A packed-refs file without one ref and its peeled line; everything else stays byte by byte.
std::string without_packed_ref(std::string_view text, std::string_view name);

}  // namespace sandbox::quarantine
