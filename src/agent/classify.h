#pragma once
// Which agent a pane shows (AGT 2.4), and what its title tells about it (AGT 4.8). Pure.

#include <optional>
#include <string>
#include <string_view>

namespace agent {

// Name of the kind (a profile of profile.h); empty when it cannot be told.
std::string classify(std::string_view command, std::string_view title);

// True for "2.1.118": digits and dots, at least one dot, no empty part. Claude names its process so.
bool is_version(std::string_view word);

enum class TitleState { working, waiting, idle };

// What the pane's title shows. Nothing when the agent does not tell by its title. Claude shows the idle sign also while
// it waits for a permission, so `idle` corrects its `working`, never its `waiting`.
std::optional<TitleState> title_state(std::string_view kind, std::string_view title);

}  // namespace agent
