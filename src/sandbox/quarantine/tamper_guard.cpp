#include "sandbox/quarantine/tamper_guard.h"

namespace sandbox::quarantine {

bool is_tampered(const TamperEntry& recorded, const TamperEntry& present) {
  return recorded.type != present.type || recorded.digest != present.digest || recorded.mode != present.mode;
}

}  // namespace sandbox::quarantine
