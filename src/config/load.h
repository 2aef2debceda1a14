#pragma once
// Finds, reads, filters, merges and checks the configuration files (CLI 5). Reads files only: no process, no git.

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "config/node.h"
#include "config/reading.h"

namespace config {

// Project bytes that are used in place of a file that does not count (the last trusted content, CLI 5.5).
struct TrustedText {
  std::filesystem::path path;  // shown in messages; its directory is the config source directory
  std::string text;
};

// -S on the command line: a sandbox is on whatever the files say.
enum class SandboxFlag { unset, on };

// Whether containers under `policy: deny` start as root inside (SBX 11.5): then a project's image is a loosening value.
enum class RootEntry { no, yes };
#ifdef __linux__
inline constexpr RootEntry kDefaultRootEntry = RootEntry::no;
#else
inline constexpr RootEntry kDefaultRootEntry = RootEntry::yes;
#endif

// Where to look. Directories need not be resolved.
struct Sources {
  std::filesystem::path home;               // for "~/.config/workmux" and "~"
  std::filesystem::path global_dir;         // os::Paths::config
  std::filesystem::path main_worktree;      // empty outside git
  std::filesystem::path current_worktree;   // top level of the work tree of the current directory; empty outside git
  std::filesystem::path current_directory;  // start of the search
  std::optional<std::filesystem::path> explicit_file;    // --config, relative to current_directory
  std::optional<std::filesystem::path> global_override;  // $WORKMUX_CONFIG: the global file, in place of the search

  // Trees that a guest can write, now or earlier (worktrees recorded as sandboxed). A project file in one of them never
  // counts: the main worktree's equivalent is read instead (SBX E5 c), unless its bytes are in `trusted`.
  std::vector<std::filesystem::path> guest_writable;
  // SHA-256 (hex) of contents the user approved for this repository: they may lie in a guest's tree, and their
  // loosening values count (CLI 5.5).
  std::set<std::string> trusted;
  // Contents known to have come out of a sandbox or a stranger's branch, and not approved: `last_trusted` is used
  // instead; without one, their host-executing and loosening keys are left out.
  std::set<std::string> tainted;
  std::optional<TrustedText> last_trusted;

  SandboxFlag sandbox_flag = SandboxFlag::unset;
  RootEntry root_entry = kDefaultRootEntry;
};

struct Warning {
  std::string key;   // key path; empty when the warning is about a file
  std::string text;  // one line, complete, without "Warning:"
  std::string file;  // "" when there is none
  std::uint32_t line = 0;
};

// Where a value came from.
struct Origin {
  std::filesystem::path file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// The project file that took part.
struct ProjectFile {
  std::filesystem::path path;  // resolved
  std::string hash;            // SHA-256 of its bytes, hex
  std::string text;
  std::vector<std::string> host_executing;  // keys it sets that run something on the host (CLI 5.5)
  std::vector<std::string> loosening;       // keys whose values loosen the sandbox: left out unless approved
};

struct Loaded {
  Config config;
  std::vector<Warning> warnings;
  std::map<std::string, Origin> origins;     // by key path; a key that is missing has its default
  std::vector<std::filesystem::path> files;  // read, in order; Place::file indexes it
  std::optional<std::filesystem::path> global_file;
  std::optional<ProjectFile> project;
  std::vector<ProjectFile>
      pending;  // contents that wait for the user's approval, as a whole or for their loosening values
  std::filesystem::path config_dir;  // of the project file; the work tree's top without one, and for --config
  std::filesystem::path
      source_dir;  // where `files` come from: <main worktree>/<rel>, config_dir in a bare setup (CLI-W1)
  std::filesystem::path relative_dir;  // `rel` of CLI 5.2; empty at the top
};

// The effective configuration. Errors: a file that cannot be read or parsed ("Failed to parse config at ..."), a value
// of the wrong type, invalid sandbox.network or sandbox.container (SBX 3.3, 3.4).
base::Result<Loaded> load(const Sources& sources);

// The global file that is read, or would be created (CLI 5.1, CLI-A29).
std::filesystem::path global_file(const Sources& sources);

// Every problem of one file: what load() would refuse or warn about, all at once (`config check`). A file that is no
// YAML is one problem. Missing files are an error of the Result.
enum class FileKind { global, project };
base::Result<std::vector<Problem>> check_file(const std::filesystem::path& file, FileKind kind);

}  // namespace config
