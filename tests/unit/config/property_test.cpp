// Random files that look like YAML: loading never crashes, never hangs, and says where the trouble is.
#include <random>

#include "config/edit.h"
#include "config/load_file.h"
#include "config/merge.h"
#include "config/schema.h"
#include "config/snapshot.h"
#include "support.h"

namespace config::testing {
namespace {

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string file() {
    text_.clear();
    const size_t entries = pick(12);
    for (size_t i = 0; i < entries; ++i) entry(0);
    if (pick(3) == 0) damage();
    return text_;
  }

 private:
  size_t pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

  std::string name() {
    static const std::vector<std::string> odd = {"<<",   "a.b", "\"q\"", "mod", "",        "? x",
                                                 "&a k", "*a",  "panes", "- x", "\xC3\xA9"};
    if (pick(4) == 0) return odd[pick(odd.size())];
    const Key& key = keys()[pick(keys().size())];
    std::string path(key.path);
    const size_t dot = path.rfind('.');
    return dot == std::string::npos ? path : (pick(2) == 0 ? path.substr(0, path.find('.')) : path.substr(dot + 1));
  }

  std::string scalar() {
    static const std::vector<std::string> words = {"true",
                                                   "false",
                                                   "window",
                                                   "5",
                                                   "-1",
                                                   "99999999999999999999",
                                                   "0x1f",
                                                   "\"text\"",
                                                   "'it''s'",
                                                   "~",
                                                   "",
                                                   "{a: b}",
                                                   "[x, y]",
                                                   "[]",
                                                   "{}",
                                                   "&a x",
                                                   "*a",
                                                   "!t x",
                                                   "|",
                                                   ">",
                                                   "<global>",
                                                   "\"<global>\"",
                                                   "[\"<global>\", x]",
                                                   "1.5",
                                                   "[{command: a}, {split: vertical}]",
                                                   "\"\\u0000\"",
                                                   "\"\\x1b[31m\"",
                                                   "50%",
                                                   "\"200%\"",
                                                   "@x",
                                                   "{host: a, b: c}"};
    return words[pick(words.size())];
  }

  void entry(size_t depth) {
    const std::string indentation(depth * 2, ' ');
    if (depth < 5 && pick(3) == 0) {
      text_ += indentation + name() + ":\n";
      for (size_t i = pick(4); i > 0; --i) entry(depth + 1);
    } else if (pick(5) == 0) {
      text_ += indentation + "- " + scalar() + "\n";
    } else {
      text_ += indentation + name() + ": " + scalar() + (pick(9) == 0 ? " # c\n" : "\n");
    }
  }

  void damage() {
    for (size_t i = pick(6); i > 0 && !text_.empty(); --i) {
      text_[pick(text_.size())] = static_cast<char>(pick(256));
    }
  }

  std::mt19937 random_;
  std::string text_;
};

using Property = ConfigFiles;

void expect_readable(const base::Error& error, const std::string& text) {
  EXPECT_FALSE(error.message.empty());
  EXPECT_EQ(base::describe(error).find('\x1b'), std::string::npos) << text;
}

// What every configuration must stand: back from its snapshot it is the same.
void expect_same_after_snapshot(const Config& config, const std::string& text) {
  const auto back = from_json(to_json(config));
  ASSERT_TRUE(back) << base::describe(back.error()) << "\n" << text;
  EXPECT_EQ(*back, config) << text;
}

TEST_F(Property, TenThousandRandomFilesNeverCrash) {
  Generator generator(20'240'607);
  Node other = map_node();
  size_t valid = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = generator.file();
    std::vector<Warning> warnings;
    const auto tree = read_config_text(text, "/w/app/.workmux.yaml", 0, warnings);
    if (!tree) {
      expect_readable(tree.error(), text);
      continue;
    }
    ++valid;
    const bool over = i % 2 == 0;
    const Node merged = merge(over ? other : *tree, over ? *tree : other);
    expect_same_after_snapshot(config_of(merged), text);
    if (const auto edited = set_top_level_key(text, "nerdfont", "true")) {
      EXPECT_EQ(set_top_level_key(*edited, "nerdfont", "true").value_or(""), *edited) << text;
    }
    other = *tree;
  }
  EXPECT_GT(valid, 300U);
}

TEST_F(Property, RandomFilesOnDiskLoadOrSayWhyNot) {
  Generator generator(7);
  for (int i = 0; i < 300; ++i) {
    const std::string text = generator.file();
    i % 2 == 0 ? global(text) : project(text);
    const auto result = load(sources);
    if (result) continue;
    expect_readable(result.error(), text);
    i % 2 == 0 ? global("") : project("");  // the other file must not keep hiding behind this one
  }
}

}  // namespace
}  // namespace config::testing
