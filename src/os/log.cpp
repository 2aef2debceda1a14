#include "os/log.h"

// fmt is used as headers everywhere; spdlog must not bring a copy of its own.
#define SPDLOG_FMT_EXTERNAL
#define SPDLOG_HEADER_ONLY
#include <fcntl.h>
#include <fmt/chrono.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mutex>
#include <string>

#include "base/text.h"
#include "base/unicode.h"
#include "os/descriptor.h"
#include "os/files.h"

namespace os {
namespace {

constexpr off_t kRotateAt = 5 << 20;

// "<UTC time, microseconds, Z> <LEVEL right-aligned to 5> <message>" (CLI 11).
std::string line_of(const spdlog::details::log_msg& message) {
  const auto micros = std::chrono::floor<std::chrono::microseconds>(message.time.time_since_epoch()).count();
  const std::time_t seconds = micros / 1'000'000;
  std::tm utc = {};
  ::gmtime_r(&seconds, &utc);
  const char* level = "ERROR";
  if (message.level == spdlog::level::debug) level = "DEBUG";
  if (message.level == spdlog::level::info) level = "INFO";
  if (message.level == spdlog::level::warn) level = "WARN";
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z {:>5} {}\n", utc, micros % 1'000'000, level,
                     std::string_view(message.payload.data(), message.payload.size()));
}

// A file that many processes append to at once. spdlog's own rotating sink thinks it is alone: it would go on writing
// to a file that another process has rotated away, and rotate again what that one has just begun.
class SharedFile final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit SharedFile(std::filesystem::path path) : path_(std::move(path)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string line = line_of(message);
    if (!is_current()) open();
    if (needs_rotation(line.size())) rotate();
    // One write is one line, also with others appending. What cannot be written is lost: a full disk is no reason to
    // fail.
    if (file_.valid()) [[maybe_unused]]
      const auto written = ::write(file_.get(), line.data(), line.size());
  }
  void flush_() override {}

 private:
  void open() {
    constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    file_.reset(::open(path_.c_str(), kFlags, 0600));
    struct stat status = {};
    if (!file_.valid() || ::fstat(file_.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
      file_.reset();
    } else if ((status.st_mode & 0777U) != 0600) {
      ::fchmod(file_.get(), 0600);
    }
  }

  bool is_current() const {
    struct stat ours = {};
    const auto there = status_of(path_);
    return file_.valid() && there && ::fstat(file_.get(), &ours) == 0 && there->inode == ours.st_ino &&
           there->device == ours.st_dev;
  }

  bool needs_rotation(size_t more) const {
    struct stat status = {};
    return file_.valid() && ::fstat(file_.get(), &status) == 0 && status.st_size > 0 &&
           status.st_size + static_cast<off_t>(more) > kRotateAt;
  }

  // Under a lock of the file itself: whoever comes second finds that it is no longer the current one.
  void rotate() {
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) return;
    if (is_current()) {
      const auto old = [&](int number) { return fmt::format("{}.{}", path_.native(), number); };
      ::rename(old(1).c_str(), old(2).c_str());
      ::rename(path_.c_str(), old(1).c_str());
    }
    open();
  }

  std::filesystem::path path_;
  Descriptor file_;
};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::optional<LogLevel> level_named(std::string_view name) {
  const std::string lower = base::to_lower(base::trim(name));
  if (lower == "debug" || lower == "trace") return LogLevel::debug;
  if (lower == "info") return LogLevel::info;
  if (lower == "warn" || lower == "warning") return LogLevel::warning;
  if (lower == "error" || lower == "off") return LogLevel::error;
  return std::nullopt;
}

}  // namespace

struct Log::Sink {
  spdlog::logger logger;
};

Log::Log() = default;
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Log::Log(const std::filesystem::path& file, LogLevel least) {
  if (file.has_parent_path() && !make_directories(file.parent_path())) return;
  sink_ = std::make_unique<Sink>(spdlog::logger("workmux", std::make_shared<SharedFile>(file)));
  sink_->logger.set_level(to_spdlog(least));
  // Whatever goes wrong in a log stays in the log.
  sink_->logger.set_error_handler([](const std::string&) {});
}

void Log::write(LogLevel level, std::string_view text) {
  if (!sink_ || !sink_->logger.should_log(to_spdlog(level))) return;
  constexpr size_t kLongestLine = 64U << 10;
  sink_->logger.log(to_spdlog(level), base::sanitise_line(text.substr(0, kLongestLine)));
}

LogLevel log_level(std::string_view workmux_log, std::string_view rust_log) {
  const std::string_view wanted = base::trim(workmux_log).empty() ? rust_log : workmux_log;
  std::optional<LogLevel> general;
  std::optional<LogLevel> ours;
  for (const std::string_view part : base::split_views(wanted, ',')) {
    const std::string_view directive = base::trim(part);
    const size_t equals = directive.find('=');
    if (equals == std::string_view::npos) {
      // A target without a level asks for everything from it.
      if (directive.starts_with("workmux")) ours = LogLevel::debug;
      if (const auto level = level_named(directive)) general = level;
    } else if (directive.starts_with("workmux")) {
      if (const auto level = level_named(directive.substr(equals + 1))) ours = level;
    }
  }
  return ours.value_or(general.value_or(LogLevel::info));
}

}  // namespace os
