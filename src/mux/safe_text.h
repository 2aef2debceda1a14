#pragma once
// Guards for text on its way into a multiplexer (SBX E7).

#include <string>
#include <string_view>

namespace mux {

// `text` for a place that expands formats (names, titles): every '#' doubled, so that nothing of it is run.
std::string escape_format(std::string_view text);

// A name or title: one line without controls, bidirectional and zero-width characters, at most `columns` wide; a
// leading '-' gets a blank before it.
std::string safe_name(std::string_view text, size_t columns = 128);

// An icon: without controls, "#(" and "#{", at most 8 cells besides style codes #[...].
std::string safe_icon(std::string_view icon);

// A command line to be typed: control characters except newline are left out (a tab becomes a blank): they would be
// keys, and ^C or ^U inside quotes would make the rest a command of its own.
std::string safe_typing(std::string_view text);

}  // namespace mux
