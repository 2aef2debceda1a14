#pragma once
// Signals as readable events.

#include <initializer_list>
#include <optional>

#include "base/result.h"
#include "os/descriptor.h"

namespace os {

// Blocks the given signals for this process and reads them from a descriptor; at the end those that wait are dropped
// and the mask is restored.
class SignalSource {
 public:
  static base::Result<SignalSource> create(std::initializer_list<int> signals);
  SignalSource(SignalSource&&) noexcept;
  SignalSource& operator=(SignalSource&&) = delete;
  ~SignalSource();

  int descriptor() const { return descriptor_.get(); }
  // The next signal that waits; nothing when none does.
  std::optional<int> read();

 private:
  struct Saved;
  SignalSource(Descriptor descriptor, Saved* saved) : descriptor_(std::move(descriptor)), saved_(saved) {}
  Descriptor descriptor_;
  Saved* saved_ = nullptr;
};

// A closed pipe is an error of write, not a signal (CLI-W19).
void ignore_broken_pipe();

}  // namespace os
