#include "git/config_file.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "base/text.h"
#include "git/support.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::read_text;
using testing::try_git;
using testing::value;
using testing::write_file;

struct Listed {
  bool ok = false;
  std::vector<std::pair<std::string, std::optional<std::string>>> entries;
};

// What git itself reads.
Listed git_list(const fs::path& file) {
  const os::Outcome outcome =
      try_git(file.parent_path(), {"config", "--no-includes", "-f", file.string(), "--list", "-z"});
  Listed listed;
  listed.ok = outcome.ok();
  std::string_view rest = outcome.output;
  while (!rest.empty()) {
    const size_t end = rest.find('\0');
    const std::string_view item = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const size_t newline = item.find('\n');
    listed.entries.emplace_back(item.substr(0, newline), newline == std::string_view::npos
                                                             ? std::nullopt
                                                             : std::optional<std::string>(item.substr(newline + 1)));
  }
  return listed;
}

Listed our_list(const std::string& text) {
  Listed listed;
  const auto config = parse_config(text);
  listed.ok = config.has_value();
  if (!config) return listed;
  for (const ConfigEntry& entry : config->entries()) listed.entries.emplace_back(entry.key, entry.value);
  return listed;
}

void expect_same_reading(const Directory& place, const std::string& text) {
  const fs::path file = place.path() / "config";
  write_file(file, text);
  const Listed expected = git_list(file);
  const Listed ours = our_list(text);
  EXPECT_EQ(ours.ok, expected.ok) << text;
  if (!ours.ok || !expected.ok) return;
  EXPECT_EQ(ours.entries, expected.entries) << text;
}

TEST(ConfigFile, ReadsWhatGitReads) {
  const Directory place;
  for (const char* text : {
           "",
           "\n\n",
           "# only a comment",
           "[core]\n\tbare = false\n",
           "[Core]\n\tBare=FALSE\n\tother\n",
           "[core] bare = false ; comment\n",
           "[branch \"My/Branch.x\"]\n\tMerge = refs/heads/x\n",
           "[branch \"a \\\"quoted\\\" \\\\ name\"]\n\tx = 1\n",
           "[branch.OLD.Style]\n\tx = 1\n",
           "[a]\n\tx = \"  kept  \"   \n",
           "[a]\n\tx = one \"two  three\" four # five\n",
           "[a]\n\tx = line \\\n  two\n\ty = 2\n",
           "[a]\n\tx = \\t\\n\\b\\\"\\\\\n",
           "[a]\n\tx =\n\ty = \"\"\n",
           "[a]\r\n\tx = 1\r\n\ty\r\n",
           "\xEF\xBB\xBF[a]\n\tx = 1\n",
           "[a][b]\n\tx = 1\n",
           "[a]\n\tx = 1",
           "[a]\n\tx",
           "[a]\n\tx = 1 \\",
           "[a]x=1\n[a]y=2\n",
           // Errors.
           "[a\n",
           "[a \"b]\n",
           "[a \"b\"\n",
           "[a b]\n",
           "[a]\n\t1x = 1\n",
           "[a]\n\tx y = 1\n",
           "[a]\n\tx # comment\n",
           "[a]\n\tx = \"open\n",
           "[a]\n\tx = \\q\n",
           "[a_b]\n\tx = 1\n",
           "[a]\n\tx = 1\n]\n",
       }) {
    expect_same_reading(place, text);
  }
}

// Random texts out of the pieces that make the syntax hard.
std::string random_config(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "[core]\n",
      "[Branch \"Fe/at.1\"]\n",
      "[branch \"q\\\"u\"]",
      "[a.B]\n",
      "\tname = value\n",
      "  Key=\n",
      "flag\n",
      "x = \"a;b#c\"\n",
      "y = a ; b\n",
      "# note\n",
      "; note [x]\n",
      "\n",
      "z = a \\\n b\n",
      "w = \"q \\\\ \\n\"\n",
      "v = tail   \n",
      "\r\n",
      "u = 'single'\n",
      "[s]k=1\n",
      "t = \"a\" \"b\"\n",
      "multi = 1\n",
      "multi = 2\n",
      "bad line\n",
      "=\n",
      "n = \\x\n",
  };
  std::string text;
  std::uniform_int_distribution<size_t> piece(0, kPieces.size() - 1);
  std::uniform_int_distribution<size_t> length(0, 12);
  std::uniform_int_distribution<size_t> rare(0, 3);
  for (size_t left = length(random); left > 0; --left) {
    size_t chosen = piece(random);
    if (chosen >= kPieces.size() - 3 && rare(random) != 0) chosen = 4;  // mostly well-formed texts
    text += kPieces[chosen];
  }
  return text;
}

TEST(ConfigFile, RandomFilesAreReadIdenticallyByGit) {
  const Directory place;
  std::mt19937 random(20240229);
  for (int i = 0; i < 200 && !::testing::Test::HasFailure(); ++i) expect_same_reading(place, random_config(random));
}

TEST(ConfigFile, LookUps) {
  const ConfigFile config =
      value(parse_config("[a]\n\tx = 1\n\tx = 2\n\tflag\n\toff = No\n[remote \"o\"]\n\turl = u\n"
                         "[remote \"p\"]\n\turl = v\n[remote \"o\"]\n\tfetch = f\n"));
  EXPECT_EQ(config.get("a.x"), "2");
  EXPECT_EQ(config.get_all("a.x"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(config.get_bool("a.flag"), true);
  EXPECT_EQ(config.get_bool("a.off"), false);
  EXPECT_EQ(config.get_bool("a.none"), std::nullopt);
  EXPECT_EQ(config.get_bool("remote.o.url"), std::nullopt);
  EXPECT_EQ(config.subsections("remote"), (std::vector<std::string>{"o", "p"}));
}

TEST(ConfigFile, IncludesOnlyWhenAsked) {
  const Directory place;
  write_file(place.path() / "one", "[include]\n\tpath = two\n\tpath = ~/three\n");
  write_file(place.path() / "two", "[a]\n\tx = 2\n");
  write_file(place.path() / "home/three", "[a]\n\ty = 3\n");
  EXPECT_EQ(value(read_config(place.path() / "one")).get("a.x"), std::nullopt);
  const ConfigFile all = value(read_config(place.path() / "one", Includes::follow, place.path() / "home"));
  EXPECT_EQ(all.get("a.x"), "2");
  EXPECT_EQ(all.get("a.y"), "3");
  write_file(place.path() / "one", "[include]\n\tpath = one\n\tpath = one\n");
  EXPECT_FALSE(read_config(place.path() / "one", Includes::follow));
}

TEST(ConfigFile, NulBytesAndHugeFilesAreErrors) {
  EXPECT_FALSE(parse_config(std::string_view("[a]\n\tx = \0\n", 12)));
  const Directory place;
  write_file(place.path() / "big", std::string(kConfigLimit + 1, '\n'));
  EXPECT_FALSE(read_config(place.path() / "big"));
}

TEST(ConfigEdit, KeepsEveryOtherByte) {
  const std::string text =
      "# head\n[core]\n\tbare = false ; why\n\n[branch \"x\"]\n    remote = origin\n\t# about merge\n\tmerge = a\n# "
      "tail\n";
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::set("core.bare", "true")})),
            base::replace_all(text, "bare = false", "bare = true"));
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::set("branch.x.workmux-base", "main")})),
            base::replace_all(text, "\tmerge = a\n", "\tmerge = a\n\tworkmux-base = main\n"));
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::unset("branch.x.remote")})),
            base::replace_all(text, "    remote = origin\n", ""));
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::remove_section("branch.x")})),
            "# head\n[core]\n\tbare = false ; why\n\n# tail\n");
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::set("core.bare", "false")})), text);
}

TEST(ConfigEdit, NothingIsLeftOfASectionThatWasMadeAndUnset) {
  const std::string text = "[core]\n\tbare = false\n";
  const std::string with = value(edit_config_text(text, {ConfigEdit::set("branch.f/x.workmux-base", "main")}));
  EXPECT_EQ(with, text + "[branch \"f/x\"]\n\tworkmux-base = main\n");
  EXPECT_EQ(value(edit_config_text(with, {ConfigEdit::unset("branch.f/x.workmux-base")})), text);
}

TEST(ConfigEdit, SeveralValuesBecomeOne) {
  const std::string text = "[a]\n\tx = 1\n\ty = 2\n\tx = 3\n[a]\n\tx = 4\n";
  EXPECT_EQ(value(edit_config_text(text, {ConfigEdit::set("a.x", "5")})), "[a]\n\ty = 2\n[a]\n\tx = 5\n");
}

TEST(ConfigEdit, OddPlaces) {
  EXPECT_EQ(value(edit_config_text("[a] x = 1\n", {ConfigEdit::set("a.x", "2")})), "[a] x = 2\n");
  EXPECT_EQ(value(edit_config_text("[a]", {ConfigEdit::set("a.x", "2")})), "[a]\n\tx = 2\n");
  EXPECT_EQ(value(edit_config_text("[a]\n\ty = 1", {ConfigEdit::set("a.x", "2")})), "[a]\n\ty = 1\n\tx = 2\n");
  EXPECT_EQ(value(edit_config_text("[a]\n\tx = one \\\n two\n\ty = 3\n", {ConfigEdit::set("a.x", "2")})),
            "[a]\n\tx = 2\n\ty = 3\n");
}

TEST(ConfigEdit, NamesThatGitCannotHoldAreRefused) {
  for (const std::string& key : {std::string("nodot"), std::string("a.1x"), std::string("a.b c"), std::string(".x"),
                                 std::string("a.new\nline.x"), std::string("a_b.x"), std::string("a.")}) {
    EXPECT_FALSE(edit_config_text("", {ConfigEdit::set(key, "v")})) << key;
  }
  EXPECT_FALSE(edit_config_text("", {ConfigEdit::set("a.x", std::string("a\0b", 3))}));
}

std::string random_text(std::mt19937& random, bool subsection) {
  static constexpr std::string_view kCharacters = "ab .;#\"\\'=[]\t\r\b/-\xC3\xA4\n";
  std::uniform_int_distribution<size_t> pick(0, kCharacters.size() - (subsection ? 2 : 1));
  std::uniform_int_distribution<size_t> length(0, 8);
  std::string text;
  for (size_t left = length(random); left > 0; --left) text += kCharacters[pick(random)];
  return text;
}

TEST(ConfigEdit, GitReadsBackWhateverWasWritten) {
  const Directory place;
  const fs::path file = place.path() / "config";
  std::mt19937 random(42);
  for (int i = 0; i < 150 && !::testing::Test::HasFailure(); ++i) {
    const std::string original = random_config(random);
    if (!parse_config(original)) continue;
    write_file(file, original);
    const std::string subsection = "s" + random_text(random, true);
    const std::string key = config_key("Sec", subsection, "Name");
    const std::string wanted = random_text(random, false);
    ASSERT_TRUE(edit_config(file, {ConfigEdit::set(key, wanted)}));
    const std::string text = read_text(file);
    const os::Outcome read = try_git(place.path(), {"config", "-f", file.string(), "-z", "--get-all", key});
    EXPECT_EQ(read.output, wanted + '\0') << text;
    // Everything else reads as before, and is there again, byte for byte, when the key goes.
    Listed before = our_list(original);
    Listed after = our_list(text);
    std::erase_if(after.entries, [&](const auto& entry) { return entry.first == key; });
    EXPECT_EQ(after.entries, before.entries) << text;
    ASSERT_TRUE(edit_config(file, {ConfigEdit::unset(key)}));
    EXPECT_EQ(read_text(file), original.empty() || original.ends_with('\n') ? original : original + '\n');
  }
}

TEST(ConfigEdit, KeepsModeAndFollowsLinks) {
  const Directory place;
  write_file(place.path() / "real/config", "[a]\n\tx = 1\n");
  fs::permissions(place.path() / "real/config", fs::perms(0640));
  fs::create_symlink("real/config", place.path() / "config");
  ASSERT_TRUE(edit_config(place.path() / "config", {ConfigEdit::set("a.x", "2")}));
  EXPECT_TRUE(fs::is_symlink(place.path() / "config"));
  EXPECT_EQ(read_text(place.path() / "real/config"), "[a]\n\tx = 2\n");
  EXPECT_EQ(os::status_of(place.path() / "real/config")->mode, 0640U);
  EXPECT_FALSE(fs::exists(place.path() / "real/config.lock"));
}

TEST(ConfigEdit, WaitsForALockAndGivesUpAfterASecond) {
  const Directory place;
  const fs::path file = place.path() / "config";
  write_file(file, "[a]\n\tx = 1\n");
  write_file(place.path() / "config.lock", "");
  const auto refused = edit_config(file, {ConfigEdit::set("a.x", "2")});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("config.lock"), std::string::npos);
  EXPECT_TRUE(fs::exists(place.path() / "config.lock"));
  EXPECT_TRUE(edit_config(file, {ConfigEdit::set("a.x", "1")})) << "nothing to write, so no lock is needed";
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    fs::remove(place.path() / "config.lock");
  });
  EXPECT_TRUE(edit_config(file, {ConfigEdit::set("a.x", "2")}));
  other.join();
  EXPECT_EQ(read_text(file), "[a]\n\tx = 2\n");
}

TEST(ConfigEdit, ParallelWritersLoseNothing) {
  const Directory place;
  const fs::path file = place.path() / "config";
  write_file(file, "");
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      for (int k = 0; k < 5; ++k) {
        EXPECT_TRUE(
            edit_config(file, {ConfigEdit::set(config_key("w", std::to_string(i), "k" + std::to_string(k)), "v")}));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(value(read_config(file)).entries().size(), 40U);
}

TEST(ConfigEdit, AMalformedFileIsLeftAlone) {
  const Directory place;
  const fs::path file = place.path() / "config";
  write_file(file, "[oops\n");
  EXPECT_FALSE(edit_config(file, {ConfigEdit::set("a.x", "2")}));
  EXPECT_EQ(read_text(file), "[oops\n");
  EXPECT_FALSE(fs::exists(place.path() / "config.lock"));
}

}  // namespace
}  // namespace git
