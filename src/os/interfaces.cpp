#include "os/interfaces.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <bit>
#include <cstdint>
#include <memory>

namespace os {
namespace {

std::optional<std::uint32_t> number_of(const std::string& address) {
  in_addr parsed{};
  if (::inet_pton(AF_INET, address.c_str(), &parsed) != 1) return std::nullopt;
  return ntohl(parsed.s_addr);
}

const sockaddr_in* as_ipv4(const sockaddr* address) {
  if (address == nullptr || address->sa_family != AF_INET) return nullptr;
  return reinterpret_cast<const sockaddr_in*>(address);
}

}  // namespace

std::optional<InterfaceAddress> interface_address(std::string_view name) {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return std::nullopt;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, &::freeifaddrs);
  for (const ifaddrs* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
    const auto* address = as_ipv4(entry->ifa_addr);
    const auto* mask = as_ipv4(entry->ifa_netmask);
    if (entry->ifa_name != name || address == nullptr || mask == nullptr) continue;
    char text[INET_ADDRSTRLEN] = "";
    if (::inet_ntop(AF_INET, &address->sin_addr, text, sizeof text) == nullptr) continue;
    return InterfaceAddress{text, std::popcount(mask->sin_addr.s_addr)};
  }
  return std::nullopt;
}

bool is_in_network(const std::string& address, const std::string& network, int prefix) {
  const auto one = number_of(address);
  const auto other = number_of(network);
  if (!one || !other || prefix < 0 || prefix > 32) return false;
  const std::uint32_t mask = prefix == 0 ? 0 : ~std::uint32_t{0} << static_cast<unsigned>(32 - prefix);
  return (*one & mask) == (*other & mask);
}

}  // namespace os
