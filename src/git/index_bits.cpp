#include <algorithm>

#include "git/index.h"
#include "git/status.h"
#include "os/files.h"

namespace git {
namespace {

constexpr size_t kIndexLimit = 512U << 20;

}  // namespace

HiddenBits hidden_index_bits(const std::filesystem::path& index_file) {
  const auto text = os::read_file_if_exists(index_file, kIndexLimit);
  if (text && !*text) return HiddenBits::none;
  if (!text) return HiddenBits::possible;
  for (const size_t id_bytes : {size_t{20}, size_t{32}}) {  // SHA-1 and SHA-256; only the right one fits to the end
    const auto index = parse_index(**text, id_bytes);
    if (!index) continue;
    const bool hidden = index->unknown || std::ranges::any_of(index->entries, &IndexEntry::hidden);
    return hidden ? HiddenBits::possible : HiddenBits::none;
  }
  return HiddenBits::possible;
}

}  // namespace git
