#pragma once
// What may stand at the end of a command line: one engine for all shells, from the table of commands (CLI 4, CLI-W37).

#include <string>
#include <vector>

#include "cli/command.h"

namespace cli {

// Where words come from that the table does not hold.
enum class WordSource {
  none,
  files,
  handles,
  agent_targets,
  free_branches,
  branches,
  local_branches,
  layouts,
  agents,
};

struct Candidate {
  std::string word;         // the whole word, to stand in place of the one that is being typed
  std::string description;  // one line; may be empty
};

struct Completion {
  std::vector<Candidate> candidates = {};  // from the table, already narrowed to what was typed
  WordSource source = WordSource::none;
  std::string joined = {};              // stands before each word of `source` ("--base=")
  std::string typed = {};               // what such a word must begin with
  std::vector<std::string> taken = {};  // words that were given already
};

// `words`: all behind the program name; the last one is being typed and may be empty. Pure.
Completion complete(const std::vector<Command>& table, const std::vector<std::string>& words);

}  // namespace cli
