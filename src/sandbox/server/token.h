#pragma once
// The secret of one supervisor and who guesses at it.

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace sandbox::server {

// True when both are equal. Takes as long for every `offered` of the same length.
bool is_same_token(std::string_view expected, std::string_view offered);

struct Listen;

// True when a TCP peer (its numeric address) belongs to the sandboxes' network; always for a Unix socket (SBX 8.6).
bool is_expected_peer(const Listen& where, const std::string& peer);

// Counts bad tokens by peer (E11). Safe to use from several threads.
class BadTokens {
 public:
  using Time = std::chrono::steady_clock::time_point;

  BadTokens(int limit, std::chrono::milliseconds window) : limit_(limit), window_(window) {}

  void note(const std::string& peer, Time now);
  // True when the peer gave `limit` bad tokens within one window and the last of them is less than a window ago.
  bool blocks(const std::string& peer, Time now);

 private:
  int limit_;
  std::chrono::milliseconds window_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Time>> seen_;  // the latest `limit` bad tokens of each peer
};

}  // namespace sandbox::server
