#pragma once
// The log file: <state>/workmux.log, 0600, rotated at 5 MiB with two old files kept (CLI 10, CLI-W30). Opening it never
// fails a command: where it cannot be written, lines go nowhere (CLI-W29).

#include <filesystem>
#include <memory>
#include <string_view>

namespace os {

enum class LogLevel { debug, info, warning, error };

class Log {
 public:
  // A log that goes nowhere.
  Log();
  // Creates the directory when missing.
  Log(const std::filesystem::path& file, LogLevel least);
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  ~Log();

  void debug(std::string_view text) { write(LogLevel::debug, text); }
  void info(std::string_view text) { write(LogLevel::info, text); }
  void warning(std::string_view text) { write(LogLevel::warning, text); }
  void error(std::string_view text) { write(LogLevel::error, text); }
  // One line; control characters in `text` are sanitised, and it is cut to 64 KiB. Each line is on disk when this
  // returns.
  void write(LogLevel level, std::string_view text);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

// The level that WORKMUX_LOG, else RUST_LOG, asks for ("debug", "workmux=debug", ...); info by default.
LogLevel log_level(std::string_view workmux_log, std::string_view rust_log);

}  // namespace os
