#pragma once
// Addresses of this machine's network interfaces.

#include <optional>
#include <string>
#include <string_view>

namespace os {

struct InterfaceAddress {
  std::string address;  // numeric IPv4
  int prefix = 32;      // length of the network's prefix
};

// The first IPv4 address of an interface; nothing when there is no such interface or it has none.
std::optional<InterfaceAddress> interface_address(std::string_view name);

// Whether an IPv4 `address` lies in the network of `network`/`prefix`. False for anything that is no IPv4 address.
bool is_in_network(const std::string& address, const std::string& network, int prefix);

}  // namespace os
