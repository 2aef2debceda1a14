#include "os/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace os {
namespace {

constexpr size_t kMostThreads = 8;

// The cores this process may use, which in a container are fewer than the machine has.
size_t usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<size_t>(std::max(1, CPU_COUNT(&set)));
}

}  // namespace

void parallel_for(size_t count, const std::function<void(size_t)>& work) {
  const size_t threads = count > 1 ? std::min({count, usable_cores(), kMostThreads}) : 1;
  std::atomic<size_t> next{0};
  const auto take_turns = [&] {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  std::vector<std::thread> helpers;
  helpers.reserve(threads - 1);
  // The calling thread works too; where no thread can be had it does all of the work.
  try {
    while (helpers.size() + 1 < threads) helpers.emplace_back(take_turns);
  } catch (const std::system_error&) {
  }
  take_turns();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace os
