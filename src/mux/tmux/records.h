#pragma once
// The facts of a tmux server as records in its output. Names, titles and directories are free text, even with newlines:
// the fields are held apart by a random mark that nobody can foresee.

#include <string>
#include <string_view>

#include "base/result.h"
#include "mux/snapshot.h"

namespace mux::tmux {

// Writes the formats for one question and reads the answer.
class Records {
 public:
  // `mark`: at least 16 random letters or digits.
  explicit Records(std::string mark) : mark_(std::move(mark)) {}
  // With a new random mark.
  static Records create();

  // Formats for display-message, list-sessions, list-windows, list-panes.
  std::string server() const;
  std::string session() const;
  std::string window() const;
  std::string pane() const;

  // Everything that the output holds; `running` is true when it has a server record. What is no record is skipped, a
  // record with broken numbers is an error.
  base::Result<Snapshot> parse(std::string_view output) const;

 private:
  std::string mark_;
};

}  // namespace mux::tmux
