#pragma once
// A sign of life on stderr while something slow goes on (WT 3); nothing where stderr is no terminal.

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace cli {

class Spinner {
 public:
  explicit Spinner(std::string_view text);
  Spinner(const Spinner&) = delete;
  Spinner& operator=(const Spinner&) = delete;
  // Unless it was told how it ended: as a failure.
  ~Spinner();

  void succeed() { finish("✔"); }
  void fail() { finish("✘"); }

 private:
  void finish(const char* sign);
  void turn();

  std::string text_;
  bool shown_;
  bool done_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::thread thread_;
};

}  // namespace cli
