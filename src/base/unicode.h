#pragma once
// Width, cutting and cleaning of UTF-8 text from anywhere.

#include <string>
#include <string_view>

namespace base {

// True when every byte belongs to a well-formed UTF-8 sequence.
bool is_utf8(std::string_view text);

// Terminal columns of `text`: wide characters 2, combining marks 0. Bytes that are no UTF-8 count 1 each.
size_t display_width(std::string_view text);

// At most `columns` wide, cut between grapheme clusters; a cut text ends in U+2026.
std::string truncate_to_width(std::string_view text, size_t columns);

// `text` followed by blanks up to `columns`; longer text stays as it is.
std::string pad_to_width(std::string_view text, size_t columns);

// Text that came from a guest, a repository or a stranger, made safe to print (SBX E17): C0 (except tab and newline),
// DEL, C1, bidirectional controls, zero-width characters and whole escape sequences (CSI, OSC, DCS, ...) are left out;
// bytes that are no UTF-8 become U+FFFD.
std::string sanitise(std::string_view text);

// As sanitise, and tabs and newlines become single blanks: for names, titles and table cells.
std::string sanitise_line(std::string_view text);

// Lower-case ASCII letters, digits and single '-' between them (CLI 7): "Föö/Bär_baz.1" is "foo-bar-baz-1".
// Characters without an ASCII form separate words; the result may be empty.
std::string slug(std::string_view text);

}  // namespace base
