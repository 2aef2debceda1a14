#define check_place real_check_place
#include "git/place_guard.cpp"
#undef check_place

#include "weak.h"

namespace git {

base::Result<> check_place(const std::filesystem::path& state, const Repository& repository,
                           const std::filesystem::path& directory) {
  if (weak::is_left_out("place")) return {};
  return real_check_place(state, repository, directory);
}

}  // namespace git
