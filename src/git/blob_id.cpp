#include "git/blob_id.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>

#include "base/digest.h"

namespace git {
namespace {

using State = std::array<std::uint32_t, 5>;
constexpr size_t kBlock = 64;

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

// The function and the constant of each of the four groups of twenty rounds.
std::uint32_t mix(size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  switch (round / 20) {
    case 0:
      return ((b & c) | (~b & d)) + 0x5a827999U;
    case 1:
      return (b ^ c ^ d) + 0x6ed9eba1U;
    case 2:
      return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcU;
    default:
      return (b ^ c ^ d) + 0xca62c1d6U;
  }
}

void compress(State& state, const char* block) {
  std::array<std::uint32_t, 80> w{};
  for (size_t i = 0; i < 16; ++i) w[i] = big_endian(block + 4 * i);
  for (size_t i = 16; i < w.size(); ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = state;
  for (size_t i = 0; i < w.size(); ++i) {
    const std::uint32_t next = std::rotl(a, 5) + mix(i, b, c, d) + e + w[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  const State round = {a, b, c, d, e};
  for (size_t i = 0; i < state.size(); ++i) state[i] += round[i];
}

std::string sha1_hex(std::string_view head, std::string_view body) {
  State state = {0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U, 0xc3d2e1f0U};
  // The first block joins the two texts, the rest of the body is taken where it is.
  std::string text(head);
  const size_t joined = std::min(body.size(), kBlock - head.size() % kBlock);
  text += body.substr(0, joined);
  const std::uint64_t bits = (static_cast<std::uint64_t>(head.size()) + body.size()) * 8;
  body.remove_prefix(joined);
  auto take = [&](std::string_view bytes) {
    size_t at = 0;
    for (; at + kBlock <= bytes.size(); at += kBlock) compress(state, bytes.data() + at);
    return std::string(bytes.substr(at));
  };
  std::string rest = take(text);
  if (!body.empty()) rest = take(body);
  rest += static_cast<char>(0x80);
  rest.resize(rest.size() <= 56 ? 56 : 120, '\0');
  for (int shift = 56; shift >= 0; shift -= 8) rest += static_cast<char>(bits >> shift & 0xffU);
  take(rest);
  std::string digest;
  for (const std::uint32_t word : state) {
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xffU);
  }
  return base::to_hex(digest);
}

}  // namespace

std::string blob_id(std::string_view contents) {
  const std::string head = fmt::format("blob {}", contents.size());
  return sha1_hex(std::string_view(head.c_str(), head.size() + 1), contents);
}

}  // namespace git
