#pragma once
// The undo of what a workflow has done so far.

#include <functional>
#include <utility>
#include <vector>

namespace workflow {

// Steps to take back, newest first, unless the whole succeeded.
class Rollback {
 public:
  Rollback() = default;
  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;
  ~Rollback() {
    while (!steps_.empty()) {
      const auto step = std::move(steps_.back());
      steps_.pop_back();
      step();
    }
  }

  void add(std::function<void()> undo) { steps_.push_back(std::move(undo)); }
  // The whole succeeded: nothing is taken back.
  void keep() { steps_.clear(); }

 private:
  std::vector<std::function<void()>> steps_;
};

}  // namespace workflow
