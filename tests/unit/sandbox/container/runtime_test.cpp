#include "sandbox/container/runtime.h"

#include <gmock/gmock.h>

#include "sandbox/world.h"

namespace sandbox::container {
namespace {

using testing::HasSubstr;

class Runtime : public testing::Test {
 protected:
  void install(const std::string& name) {
    std::filesystem::permissions(world.file("bin/" + name, "#!/bin/sh\n"), std::filesystem::perms::owner_all);
  }
  test::World world;
  std::string path = (world.root / "bin").string();
  config::SandboxContainer settings;
};

TEST_F(Runtime, SBX_A4_docker_is_preferred_and_podman_is_found) {
  install("podman");
  EXPECT_EQ(find_engine(settings, path, {})->runtime, ContainerRuntime::podman);
  install("docker");
  EXPECT_EQ(find_engine(settings, path, {})->runtime, ContainerRuntime::docker);
  settings.runtime = ContainerRuntime::podman;
  EXPECT_EQ(find_engine(settings, path, {})->program, world.root / "bin/podman");
}

TEST_F(Runtime, what_is_missing_is_named_with_the_way_out) {
  const auto none = find_engine(settings, path, {});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().hint, HasSubstr("bubblewrap"));
  settings.runtime = ContainerRuntime::podman;
  EXPECT_THAT(find_engine(settings, path, {}).error().message, HasSubstr("podman"));
}

TEST_F(Runtime, SBX_E19_no_program_is_taken_from_a_tree_that_a_guest_can_write) {
  install("docker");
  EXPECT_FALSE(find_engine(settings, path, {world.root}));
}

TEST_F(Runtime, SBX_A11_files_that_cannot_be_masked_end_the_run) {
  install("container");
  settings.runtime = ContainerRuntime::apple_container;
  settings.excluded_files = {".env"};
  EXPECT_THAT(find_engine(settings, path, {}).error().message, HasSubstr("excluded_files"));
}

}  // namespace
}  // namespace sandbox::container
