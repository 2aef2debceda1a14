#include <algorithm>
#include <cstdint>
#include <optional>

#include "git/status.h"
#include "os/files.h"

namespace git {
namespace {

constexpr size_t kIndexLimit = 512U << 20;
constexpr std::uint32_t kAssumeValid = 0x8000;  // in the flags of an entry
constexpr std::uint32_t kExtended = 0x4000;
constexpr std::uint32_t kNameMask = 0x0FFF;
constexpr std::uint32_t kSkipWorktree = 0x4000;  // in the extended flags

std::uint32_t big_endian(std::string_view text, size_t at, size_t bytes) {
  std::uint32_t value = 0;
  for (size_t i = 0; i < bytes; ++i) value = (value << 8U) | static_cast<unsigned char>(text[at + i]);
  return value;
}

// Walks the entries of an index. Every step checks its bounds: the file may be damaged or forged.
class IndexReader {
 public:
  IndexReader(std::string_view text, size_t id_size)
      : text_(text.substr(0, text.size() - id_size)), id_size_(id_size) {}

  // Nothing when the text is not understood to its end.
  std::optional<bool> any_hidden() {
    version_ = big_endian(text_, 4, 4);
    const std::uint32_t count = big_endian(text_, 8, 4);
    if (version_ < 2 || version_ > 4) return std::nullopt;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!read_entry()) return std::nullopt;
    }
    if (!read_extensions()) return std::nullopt;
    return hidden_;
  }

 private:
  bool has(size_t bytes) const { return position_ + bytes <= text_.size(); }

  bool read_entry() {
    const size_t begin = position_;
    const size_t fixed = 40 + id_size_ + 2;
    if (!has(fixed + 2)) return false;
    const std::uint32_t flags = big_endian(text_, begin + fixed - 2, 2);
    hidden_ = hidden_ || (flags & kAssumeValid) != 0;
    position_ += fixed;
    if ((flags & kExtended) != 0) {
      if (version_ < 3) return false;
      hidden_ = hidden_ || (big_endian(text_, position_, 2) & kSkipWorktree) != 0;
      position_ += 2;
    }
    return version_ == 4 ? skip_packed_name() : skip_name(begin, flags & kNameMask);
  }

  // Version 4: how much of the name before is kept, then the rest.
  bool skip_packed_name() {
    while (has(1) && (static_cast<unsigned char>(text_[position_]) & 0x80U) != 0) ++position_;
    ++position_;
    return skip_to_nul();
  }

  // The name, then NULs up to a multiple of 8 bytes, at least one.
  bool skip_name(size_t begin, size_t length) {
    const size_t name = position_;
    if (!skip_to_nul()) return false;
    const size_t real = position_ - 1 - name;
    if (length != std::min<size_t>(real, kNameMask)) return false;
    position_ = begin + (((name + real - begin) / 8) + 1) * 8;
    return position_ <= text_.size();
  }

  bool skip_to_nul() {
    const size_t nul = position_ <= text_.size() ? text_.find('\0', position_) : std::string_view::npos;
    if (nul == std::string_view::npos) return false;
    position_ = nul + 1;
    return true;
  }

  // Extensions in lower case ("link", "sdir") change what the entries mean: not understood.
  bool read_extensions() {
    while (position_ < text_.size()) {
      if (!has(8)) return false;
      const char first = text_[position_];
      if (first < 'A' || first > 'Z') return false;
      const size_t size = big_endian(text_, position_ + 4, 4);
      if (!has(8 + size)) return false;
      position_ += 8 + size;
    }
    return true;
  }

  std::string_view text_;
  size_t id_size_;
  size_t position_ = 12;
  std::uint32_t version_ = 0;
  bool hidden_ = false;
};

}  // namespace

HiddenBits hidden_index_bits(const std::filesystem::path& index_file) {
  const auto text = os::read_file_if_exists(index_file, kIndexLimit);
  if (text && !*text) return HiddenBits::none;
  if (!text || !(*text)->starts_with("DIRC")) return HiddenBits::possible;
  for (const size_t id_size : {size_t{20}, size_t{32}}) {  // SHA-1 and SHA-256; only the right one fits to the end
    if ((*text)->size() < 12 + id_size) continue;
    const auto hidden = IndexReader(**text, id_size).any_hidden();
    if (hidden) return *hidden ? HiddenBits::possible : HiddenBits::none;
  }
  return HiddenBits::possible;
}

}  // namespace git
