#pragma once
// Work on several things at once, bounded by the cores.

#include <cstddef>
#include <functional>

namespace os {

// Calls work(0) ... work(count - 1), several at a time on up to min(count, cores, 8) threads, and returns when all are
// done. `work` must be safe to call from several threads at once and must not throw.
void parallel_for(size_t count, const std::function<void(size_t)>& work);

}  // namespace os
