#pragma once
// What a guest asked for and its supervisor allowed: carried out as the user's own command would be, but from the
// guest's snapshot (SBX 8.3, E5, E12).

#include <string_view>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

// `text` is one rpc::HostRequest. Errors: it is none; what the request itself meets.
base::Result<> guest_request(const Setting& setting, std::string_view text, const Voice& voice);

}  // namespace workflow
