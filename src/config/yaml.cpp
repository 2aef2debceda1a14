// The only source that knows yaml-cpp. Its event interface is used: the document tree it can build lets duplicate keys,
// alias bombs and trailing text pass.
#include "config/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <unordered_set>

#include "base/unicode.h"

namespace config {

namespace {

// Thrown by our handler through the parser, caught in parse_yaml.
struct Refusal {
  std::string key_path;
  std::string reason;
  Place place;
};

struct Cost {
  size_t nodes = 0;
  size_t bytes = 0;
};

void add_cost(const Node& node, Cost& cost) {
  ++cost.nodes;
  cost.bytes += node.text.size();
  for (const Node& item : node.items) add_cost(item, cost);
  for (const Member& member : node.members) {
    cost.bytes += member.name.size();
    ++cost.nodes;
    add_cost(member.value, cost);
  }
}

size_t depth_of(const Node& node) {
  size_t deepest = 0;
  for (const Node& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const Member& member : node.members) deepest = std::max(deepest, depth_of(member.value));
  return deepest + 1;
}

class Builder : public YAML::EventHandler {
 public:
  explicit Builder(std::uint32_t file) : file_(file) {}

  Node root;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse("more than one document, or text behind the end of the first", place_of(mark));
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.place = place_of(mark);
    add(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = scalar_node(value, place_of(mark));
    if (tag == "?" || tag == kCoreTag + "int" || tag == kCoreTag + "bool" || tag == kCoreTag + "float") {
      node.quoted = false;
    } else if (tag != "!" && tag != kCoreTag + "str") {
      refuse("tags are not supported", node.place);
    }
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) refuse("an alias inside what it stands for", place_of(mark));
    if (depth_of(found->second) + frames_.size() > kDeepestNesting) refuse_depth(place_of(mark));
    charge(found->second, place_of(mark));
    place_node(found->second);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::sequence, mark, tag, anchor, "seq");
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor, "map");
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    std::string key;
    Place key_place;
    std::unordered_set<std::string> names;
  };

  inline static const std::string kCoreTag = "tag:yaml.org,2002:";

  Place place_of(const YAML::Mark& mark) const {
    return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1), file_};
  }

  std::string path() const {
    std::string path;
    for (const Frame& frame : frames_) {
      if (frame.node.kind == Node::Kind::sequence) {
        path += fmt::format("[{}]", frame.node.items.size());
      } else if (frame.has_key) {
        path += (path.empty() ? "" : ".") + frame.key;
      }
    }
    return path;
  }

  [[noreturn]] void refuse(std::string reason, Place place) const { throw Refusal{path(), std::move(reason), place}; }
  [[noreturn]] void refuse_depth(Place place) const {
    refuse(fmt::format("nested deeper than {} levels", kDeepestNesting), place);
  }

  void charge(const Node& node, Place place) {
    add_cost(node, cost_);
    if (cost_.nodes > kMostNodes) refuse(fmt::format("more than {} values", kMostNodes), place);
    if (cost_.bytes > kLongestExpansion)
      refuse(fmt::format("aliases expand to more than {} bytes", kLongestExpansion), place);
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const char* core) {
    Frame frame;
    frame.node.kind = kind;
    frame.node.place = place_of(mark);
    frame.anchor = anchor;
    if (tag != "?" && tag != "!" && !tag.empty() && tag != kCoreTag + core) {
      refuse("tags are not supported", frame.node.place);
    }
    if (frames_.size() >= kDeepestNesting) refuse_depth(frame.node.place);
    if (is_key_next()) refuse("a key must be text", frame.node.place);
    charge(Node{}, frame.node.place);
    frames_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    remember(frame.node, frame.anchor);
    place_node(std::move(frame.node));
  }

  bool is_key_next() const {
    return !frames_.empty() && frames_.back().node.kind == Node::Kind::map && !frames_.back().has_key;
  }

  void add(Node node, YAML::anchor_t anchor) {
    charge(node, node.place);
    remember(node, anchor);
    place_node(std::move(node));
  }

  // Copies for aliases count like other nodes, so that anchors within anchors stay cheap.
  void remember(const Node& node, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    charge(node, node.place);
    anchors_[anchor] = node;
  }

  void place_node(Node node) {
    if (frames_.empty()) {
      root = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == Node::Kind::sequence) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.has_key) {
      take_key(frame, std::move(node));
    } else {
      frame.node.members.push_back({std::move(frame.key), frame.key_place, std::move(node)});
      frame.has_key = false;
    }
  }

  void take_key(Frame& frame, Node node) {
    if (node.kind != Node::Kind::scalar) refuse("a key must be text", node.place);
    const bool is_new = frame.names.insert(node.text).second;
    frame.has_key = true;
    frame.key = node.text;
    frame.key_place = node.place;
    if (!is_new) refuse(fmt::format("duplicate field `{}`", node.text), node.place);
  }

  std::uint32_t file_;
  size_t documents_ = 0;
  Cost cost_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Node> anchors_;
};

Place place_of_byte(std::string_view text, size_t offset) {
  Place place{1, 1, 0};
  for (const char c : text.substr(0, offset)) {
    place = c == '\n' ? Place{place.line + 1, 1, 0} : Place{place.line, place.column + 1, 0};
  }
  return place;
}

}  // namespace

std::string parse_failure(const std::filesystem::path& file, std::string_view key_path, std::string_view reason,
                          Place place) {
  constexpr size_t kShownColumns = 200;
  std::string key = base::truncate_to_width(base::sanitise_line(key_path), kShownColumns);
  if (!key.empty()) key += ": ";
  std::string text = fmt::format("Failed to parse config at {}: {}{}", base::sanitise_line(file.string()), key,
                                 base::sanitise_line(reason));
  if (place.line > 0) text += fmt::format(" at line {} column {}", place.line, place.column);
  return text;
}

base::Result<Node> parse_yaml(std::string_view text, const std::filesystem::path& file, std::uint32_t file_index) {
  const auto failed = [&](std::string_view key_path, std::string_view reason, Place place) {
    return base::fail(parse_failure(file, key_path, reason, place));
  };
  if (text.size() > kLongestFile) {
    return failed({}, fmt::format("the file is longer than {} bytes", kLongestFile), {});
  }
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return failed({}, "a NUL byte", place_of_byte(text, nul));
  }
  if (!base::is_utf8(text)) return failed({}, "the text is not UTF-8", {});
  Builder builder(file_index);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return std::move(builder.root);
  } catch (const Refusal& refusal) {
    return failed(refusal.key_path, refusal.reason, refusal.place);
  } catch (const YAML::Exception& error) {
    const Place place{static_cast<std::uint32_t>(error.mark.line + 1),
                      static_cast<std::uint32_t>(error.mark.column + 1), file_index};
    return failed({}, error.msg, place);
  } catch (const std::exception& error) {
    return failed({}, error.what(), {});
  }
}

}  // namespace config
