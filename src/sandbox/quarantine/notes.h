#pragma once
// What the host remembers about a facade: the refs both sides last agreed on, rights, and a journal of what is being
// done, so that a kill at any point is repaired by the next call. Files in <facade>/host, which no guest sees.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sandbox/quarantine/import.h"
#include "sandbox/quarantine/ref_guard.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

// Refs that both sides had at the last import or refresh, with HEAD.
base::Result<RefTexts> read_known(const std::filesystem::path& host);
base::Result<> write_known(const std::filesystem::path& host, const RefTexts& known);

// Branches that the guest may move besides new ones.
struct Branches {
  Names own;
  Names created;
};
base::Result<Branches> read_branches(const std::filesystem::path& host);
base::Result<> write_branches(const std::filesystem::path& host, const Branches& branches);

// The journal of an import: written before refs move on the host, removed when `known` says so too.
struct Pending {
  RefTexts refs;     // the values being written; empty text: being deleted
  bool any = false;  // there is a journal
};
base::Result<Pending> read_pending(const std::filesystem::path& host);
base::Result<> write_pending(const std::filesystem::path& host, const RefTexts& refs);
base::Result<> clear_pending(const std::filesystem::path& host);

// What the last import left alone.
base::Result<std::vector<Held>> read_held(const std::filesystem::path& host);
base::Result<> write_held(const std::filesystem::path& host, const std::vector<Held>& held);

}  // namespace sandbox::quarantine
