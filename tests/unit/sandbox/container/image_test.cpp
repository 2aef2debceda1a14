// Images, on a scripted engine.

#include "sandbox/container/image.h"

#include <gmock/gmock.h>

#include "base/clock.h"
#include "base/digest.h"
#include "sandbox/container/freshness.h"
#include "sandbox/world.h"

namespace sandbox::container {
namespace {

using test::World;
using testing::HasSubstr;

TEST(Image, SBX_6_3_names_of_agents_and_of_the_configuration) {
  config::Sandbox sandbox;
  EXPECT_EQ(resolve_image(sandbox, "claude"), "ghcr.io/raine/workmux-sandbox:claude");
  const auto none = resolve_image(sandbox, "vibe");
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().hint, HasSubstr("sandbox.image"));
  EXPECT_THAT(none.error().hint, HasSubstr("init-dockerfile"));
  sandbox.image = "mine:1";
  EXPECT_EQ(resolve_image(sandbox, "vibe"), "mine:1");
  sandbox.image = "--privileged";
  EXPECT_FALSE(resolve_image(sandbox, "claude"));
}

TEST(Image, SBX_6_3_official_is_the_repository_itself_only) {
  EXPECT_TRUE(is_official("r/i", "r/i"));
  EXPECT_TRUE(is_official("r/i:claude", "r/i"));
  EXPECT_TRUE(is_official("r/i@sha256:0", "r/i"));
  EXPECT_FALSE(is_official("r/i-dev:claude", "r/i"));
  EXPECT_FALSE(is_official("r/j", "r/i"));
  EXPECT_FALSE(is_official("x", ""));
}

class ImageOnEngine : public testing::Test {
 protected:
  void SetUp() override {
    const auto program = world.file("bin/docker", "");
    std::ofstream(program) << "#!/bin/sh\necho \"$@\" >> " << (world.root / "log").string() << "\n"
                           << "case $1 in pull) exit $(cat " << (world.root / "pull").string() << ");; esac\n"
                           << "cat " << (world.root / "id").string() << " 2>/dev/null && exit 0\n"
                           << "cat " << (world.root / "error").string() << " >&2; exit 1\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    world.file("pull", "0");
    world.file("error", "Error: No such image: x\n");
    context = {.engine = {ContainerRuntime::docker, program, "/usr/bin:/bin"},
               .environment = os::Environment::current(),
               .paths = world.paths,
               .image_repo = "r/i",
               .say = [this](std::string_view line) { said += std::string(line) + "\n"; }};
  }
  base::Result<Recheck> recheck(const std::string& image) const { return TRY(ensure_image(context, image)).recheck; }
  std::string log() const { return test::text_of(world.root / "log"); }

  World world;
  ImageContext context;
  std::string said;
};

TEST_F(ImageOnEngine, SBX_6_5_a_missing_official_image_is_pulled) {
  ASSERT_TRUE(ensure_image(context, "r/i:claude"));
  EXPECT_EQ(said, "Image 'r/i:claude' not found locally, pulling...\n");
  EXPECT_THAT(log(), HasSubstr("pull r/i:claude"));
}

TEST_F(ImageOnEngine, SBX_E16_the_images_entry_point_is_known) {
  const auto entry_point = [&](const std::string& answer) {
    world.file("id", answer);
    const auto image = ensure_image(context, "mine:1");
    EXPECT_TRUE(image);
    EXPECT_EQ(image->id, "sha256:1");
    return image->entry_point;
  };
  EXPECT_THAT(entry_point("sha256:1 [null,null]\n"), testing::IsEmpty());
  EXPECT_THAT(entry_point("sha256:1 [[],{}]\n"), testing::IsEmpty());
  EXPECT_THAT(entry_point("sha256:1 [[\"/tini\",\"-- x\"],{\"a\":\"b c\"}]\n"), testing::ElementsAre("/tini", "-- x"));
}

TEST_F(ImageOnEngine, SBX_8_6_only_official_images_without_the_label_may_need_tcp) {
  const auto needs = [&](const std::string& answer, const std::string& name) {
    world.file("id", answer);
    const auto image = ensure_image(context, name);
    EXPECT_TRUE(image);
    return image->may_need_tcp;
  };
  EXPECT_TRUE(needs("sha256:1 [null,null]\n", "r/i:claude"));
  EXPECT_TRUE(needs("sha256:1\n", "r/i:claude"));
  EXPECT_FALSE(needs("sha256:1 [null,{\"workmux.protocol\":\"2\"}]\n", "r/i:claude"));
  EXPECT_FALSE(needs("sha256:1 [null,null]\n", "mine:1"));
}

TEST_F(ImageOnEngine, SBX_6_5_a_failed_pull_ends_the_run) {
  world.file("pull", "1");
  const auto done = ensure_image(context, "r/i:claude");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "Failed to pull image 'r/i:claude'");
}

TEST_F(ImageOnEngine, SBX_6_5_another_missing_image_is_never_pulled) {
  const auto done = ensure_image(context, "mine:1");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("'mine:1'"));
  EXPECT_THAT(done.error().message, HasSubstr("docker"));
  EXPECT_THAT(done.error().hint, HasSubstr("another runtime"));
  EXPECT_EQ(log().find("pull"), std::string::npos);
}

TEST_F(ImageOnEngine, an_engine_that_does_not_answer_is_no_missing_image) {
  world.file("error", "Cannot connect to the Docker daemon\n");
  const auto done = ensure_image(context, "r/i:claude");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("cannot be asked"));
  EXPECT_EQ(log().find("pull"), std::string::npos);
}

TEST_F(ImageOnEngine, SBX_6_5_a_stale_official_image_is_renewed_and_a_fresh_one_is_left_alone) {
  world.file("id", "sha256:1\n");
  EXPECT_EQ(recheck("r/i:claude"), Recheck::yes);
  EXPECT_EQ(recheck("mine:1"), Recheck::no);
  const auto file = freshness_file(world.paths, "r/i:claude");
  EXPECT_EQ(file.filename(), "image-freshness-r-i-claude.json");
  auto write = [&](std::int64_t age, const char* id) {
    std::ofstream(file) << R"({"image":"r/i:claude","checked_at":)" << base::unix_seconds() - age
                        << R"(,"is_fresh":false,"local_image_id":")" << id << "\"}";
  };
  write(10, "sha256:2");  // another image was compared
  EXPECT_EQ(recheck("r/i:claude"), Recheck::yes);
  write(25 * 3600, "sha256:1");  // too long ago
  EXPECT_EQ(recheck("r/i:claude"), Recheck::yes);
  EXPECT_EQ(log().find("pull"), std::string::npos);
  write(10, "sha256:1");
  EXPECT_EQ(recheck("r/i:claude"), Recheck::no);
  EXPECT_EQ(said, "Updating sandbox image 'r/i:claude'...\n");
  EXPECT_EQ(known_freshness(world.paths, "r/i:claude", "sha256:1"), Known::fresh);
  EXPECT_EQ(recheck("r/i:claude"), Recheck::no);
}

TEST(Freshness, SBX_6_5_the_index_is_compared_not_one_of_its_images) {
  const std::string index = R"({"manifests":[{"digest":"sha256:aaa"}]})";
  EXPECT_EQ(remote_digest(ContainerRuntime::podman, index), "sha256:" + base::sha256_hex(index));
  EXPECT_EQ(remote_digest(ContainerRuntime::docker, "Name: x\nDigest:    sha256:bbb\nManifests:\n  Digest: no\n"),
            "sha256:bbb");
  EXPECT_EQ(remote_digest(ContainerRuntime::docker, "nothing"), "");
  EXPECT_TRUE(is_newest("[r/i@sha256:bbb]", "sha256:bbb"));
  EXPECT_FALSE(is_newest("[r/i@sha256:bbb]", ""));
}

}  // namespace
}  // namespace sandbox::container
