#include <array>
#include <optional>
#include <system_error>

#include "os/files.h"
#include "sandbox/bubblewrap/arguments.h"

namespace sandbox::bubblewrap {
namespace {

// Where distributions keep programs and libraries: the user's toolchain (design.md). Nothing of /home, /root, /run,
// /tmp, /var.
constexpr std::array kDirectories = {"/usr",   "/bin",    "/sbin", "/lib", "/lib32",
                                     "/lib64", "/libx32", "/opt",  "/nix", "/gnu"};

// The entries of /etc that programs need: names, certificates, loaders, time, alternatives, shells' and tools'
// settings. Nothing with keys or passwords: no shadow, no ssh, no ssl/private, no sudoers.
constexpr std::array kEtc = {"alternatives",
                             "bash.bashrc",
                             "bash_completion.d",
                             "bashrc",
                             "ca-certificates",
                             "ca-certificates.conf",
                             "crypto-policies",
                             "debian_version",
                             "default/locale",
                             "environment",
                             "fonts",
                             "gai.conf",
                             "gitconfig",
                             "group",
                             "host.conf",
                             "hosts",
                             "inputrc",
                             "java",
                             "java-17-openjdk",
                             "java-11-openjdk",
                             "java-21-openjdk",
                             "ld.so.cache",
                             "ld.so.conf",
                             "ld.so.conf.d",
                             "locale.alias",
                             "locale.conf",
                             "locale.gen",
                             "localtime",
                             "login.defs",
                             "lsb-release",
                             "magic",
                             "magic.mime",
                             "mailcap",
                             "manpath.config",
                             "maven",
                             "mime.types",
                             "nanorc",
                             "networks",
                             "nix",
                             "nsswitch.conf",
                             "opt",
                             "os-release",
                             "papersize",
                             "passwd",
                             "pki/ca-trust",
                             "pki/tls/certs",
                             "pki/tls/cert.pem",
                             "profile",
                             "profile.d",
                             "protocols",
                             "python3",
                             "python3.11",
                             "perl",
                             "rc.local.d",
                             "resolv.conf",
                             "rpc",
                             "screenrc",
                             "services",
                             "shells",
                             "skel",
                             "ssl/certs",
                             "ssl/openssl.cnf",
                             "ssl/cert.pem",
                             "static",
                             "terminfo",
                             "timezone",
                             "vim",
                             "vimrc",
                             "wgetrc",
                             "xattr.conf",
                             "xdg",
                             "zsh",
                             "zshenv",
                             "zshrc",
                             "zprofile"};

// Kernel settings and switches that belong to uid 0 of the host, without any capability: a sandbox of root would own
// them.
constexpr std::array kProcReadOnly = {"/proc/sys", "/proc/sysrq-trigger", "/proc/irq",  "/proc/bus",
                                      "/proc/fs",  "/proc/driver",        "/proc/mtrr", "/proc/dynamic_debug",
                                      "/proc/tty"};
// What tells about the host's kernel and hardware and is of no use inside.
constexpr std::array kProcMasked = {"/proc/acpi",       "/proc/asound",        "/proc/kcore",       "/proc/keys",
                                    "/proc/kmsg",       "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
                                    "/proc/timer_list", "/proc/timer_stats",   "/proc/kallsyms",    "/proc/config.gz",
                                    "/proc/key-users"};

std::optional<HostSystem::Entry> look_at(const std::filesystem::path& path) {
  const auto status = os::status_of(path);
  if (!status) return std::nullopt;
  HostSystem::Entry entry{path, {}};
  if (status->type == os::FileType::symlink) {
    std::error_code error;
    entry.link = std::filesystem::read_symlink(path, error).string();
    if (error) return std::nullopt;
  } else if (status->type == os::FileType::other) {
    return std::nullopt;
  }
  return entry;
}

}  // namespace

HostSystem read_host_system() {
  HostSystem system;
  for (const char* path : kDirectories) {
    if (auto entry = look_at(path)) system.directories.push_back(*std::move(entry));
  }
  for (const char* name : kEtc) {
    if (auto entry = look_at(std::filesystem::path("/etc") / name)) system.etc.push_back(*std::move(entry));
  }
  for (const char* path : kProcReadOnly) {
    if (os::status_of(path)) system.proc_read_only.emplace_back(path);
  }
  for (const char* path : kProcMasked) {
    if (os::status_of(path)) system.proc_masked.emplace_back(path);
  }
  return system;
}

}  // namespace sandbox::bubblewrap
