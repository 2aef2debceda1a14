#pragma once
// Events of the file system (inotify).

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"

namespace os {

struct WatchEvent {
  int watch = 0;         // what Watcher::add returned
  std::string name;      // entry in the watched directory; empty for the directory itself
  bool removed = false;  // entry deleted or moved away
  bool is_directory = false;
  bool overflow = false;  // events were lost: look at everything again
};

class Watcher {
 public:
  static base::Result<Watcher> create();

  // Watches the entries of a directory: created, written and closed, moved, deleted, and the directory's own end.
  base::Result<int> add(const std::filesystem::path& directory);
  void remove(int watch);

  // Readable when events wait.
  int descriptor() const { return descriptor_.get(); }
  // All events that wait now; empty when none.
  std::vector<WatchEvent> read();
  // Blocks until there are events or `limit` is over.
  std::vector<WatchEvent> wait(std::chrono::milliseconds limit);

 private:
  explicit Watcher(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
};

}  // namespace os
