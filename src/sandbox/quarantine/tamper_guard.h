#pragma once
// Guard: whether a file of a git directory is still what was recorded (SBX E1 layer 4).

#include "sandbox/quarantine/tamper.h"

namespace sandbox::quarantine {

// `present` has its digest. Kind, contents and permission bits count, time stamps do not.
bool is_tampered(const TamperEntry& recorded, const TamperEntry& present);

}  // namespace sandbox::quarantine
