#include "sandbox/failure_hints.h"

#include <gmock/gmock.h>

#include <fstream>

#include "sandbox/world.h"

namespace sandbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FailureHints, only_what_is_on_is_named) {
  const test::World world;
  const auto root = world.directory("system");
  EXPECT_THAT(failure_hints(true, root), IsEmpty());
  world.file("system/sys/fs/selinux/enforce", "1");
  world.file("system/sys/module/apparmor/parameters/enabled", "Y\n");
  world.file("system/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
  world.file("system/proc/sys/kernel/unprivileged_userns_clone", "0\n");
  world.file("system/proc/sys/user/max_user_namespaces", "0\n");
  EXPECT_THAT(failure_hints(false, root), ElementsAre(HasSubstr("ausearch"), HasSubstr("dmesg")));
  EXPECT_THAT(failure_hints(true, root),
              ElementsAre(HasSubstr("SELinux"), HasSubstr("AppArmor is on"), HasSubstr("'userns,'"),
                          HasSubstr("unprivileged_userns_clone"), HasSubstr("max_user_namespaces")));
  world.file("system/sys/fs/selinux/enforce", "0");
  world.file("system/sys/module/apparmor/parameters/enabled", "N\n");
  EXPECT_THAT(failure_hints(false, root), IsEmpty());
}

}  // namespace
}  // namespace sandbox
