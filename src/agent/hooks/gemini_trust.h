#pragma once
// Gemini runs no hook of its user in a folder that is not trusted (AGT 4.8).

#include <cstdint>
#include <filesystem>

#include "agent/hooks/hooks.h"

namespace agent::hooks {

enum class GeminiTrust : std::uint8_t {
  yes,      // the folder, or one above it, is trusted, or folders are not asked about
  no,       // it is not to be trusted
  unknown,  // Gemini asks at its first start there
};

// From Gemini's settings.json and trustedFolders.json. The nearest folder that is listed decides.
GeminiTrust gemini_trust(const Places& places, const std::filesystem::path& folder);

}  // namespace agent::hooks
