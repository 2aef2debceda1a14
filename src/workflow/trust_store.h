#pragma once
// Which contents of project files are known, and how (CLI 5.5): <state>/trust.json, 0600, and the bytes of those that
// count in <state>/trust/<hash>.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace workflow {

enum class TrustKind {
  automatic,  // first used without a question: nothing spoke against it
  asked,      // approved at a question
  command,    // approved by `workmux trust`
  tainted,    // came out of a sandbox or from a stranger, and nobody approved it
};

// "auto", "asked", "command", "tainted".
std::string_view trust_word(TrustKind kind);

struct TrustEntry {
  std::string hash;  // SHA-256 of the bytes, hex
  std::int64_t at = 0;
  TrustKind kind = TrustKind::automatic;
  std::string file;         // below the top of the work tree: ".workmux.yaml", "svc/.workmux.yaml"
  bool from_guest = false;  // it is tainted once its approval is taken back

  bool approved() const { return kind == TrustKind::asked || kind == TrustKind::command; }
};

class TrustStore {
 public:
  explicit TrustStore(std::filesystem::path state) : state_(std::move(state)) {}

  // What is known in one project, oldest first; empty without a file. Errors: a file that is no such store (then
  // nothing may be believed).
  base::Result<std::vector<TrustEntry>> entries(std::string_view project_id) const;

  // Adds an entry, or gives a known content another kind: an approval replaces everything; what is known already is
  // replaced by nothing else. `text` is kept unless the kind is tainted. Under the store's lock.
  base::Result<> record(std::string_view project_id, TrustEntry entry, std::string_view text) const;

  // Forgets a project; returns how many contents it knew. What came out of a sandbox stays known as that: forgetting an
  // approval must not let it act without one. Bytes that no project uses any more go.
  base::Result<size_t> forget(std::string_view project_id) const;

  // The bytes of a content that counts; nothing when they are missing or were changed.
  std::optional<std::string> text_of(std::string_view hash) const;

 private:
  std::filesystem::path file() const { return state_ / "trust.json"; }
  std::filesystem::path bytes(std::string_view hash) const { return state_ / "trust" / hash; }
  std::filesystem::path state_;
};

}  // namespace workflow
