#include "rpc/endpoint.h"

#include <gtest/gtest.h>

namespace rpc {
namespace {

os::Environment environment(std::initializer_list<std::pair<const char*, const char*>> variables) {
  os::Environment result;
  for (const auto& [name, value] : variables) result.set(name, value);
  return result;
}

std::string error_of(const os::Environment& e) {
  const auto endpoint = endpoint_from(e);
  return endpoint ? "" : endpoint.error().message;
}

TEST(Endpoint, PrefersTheSocket) {
  const auto endpoint = endpoint_from(environment(
      {{"WM_RPC_SOCK", "/run/rpc.sock"}, {"WM_RPC_HOST", "h"}, {"WM_RPC_PORT", "1"}, {"WM_RPC_TOKEN", "t"}}));
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->socket, "/run/rpc.sock");
  EXPECT_EQ(endpoint->describe(), "/run/rpc.sock");
}

TEST(Endpoint, NamesWhatIsMissing) {
  EXPECT_EQ(error_of(environment({})), "WM_RPC_HOST not set");
  EXPECT_EQ(error_of(environment({{"WM_RPC_HOST", "h"}})), "WM_RPC_PORT not set");
  EXPECT_EQ(error_of(environment({{"WM_RPC_HOST", "h"}, {"WM_RPC_PORT", "5"}})), "WM_RPC_TOKEN not set");
  EXPECT_EQ(error_of(environment({{"WM_RPC_SOCK", "/s"}})), "WM_RPC_TOKEN not set");
  for (const char* port : {"0", "65536", "x", "-1", "80 "}) {
    EXPECT_NE(error_of(environment({{"WM_RPC_HOST", "h"}, {"WM_RPC_PORT", port}, {"WM_RPC_TOKEN", "t"}})), "") << port;
  }
}

TEST(Endpoint, FindsNamesInTheHostsFile) {
  const char* hosts =
      "127.0.0.1 localhost\n# 9.9.9.9 gateway\nfe80::1\tgateway\n10.0.2.2   Host.Docker.Internal gateway # "
      "gateway2\nnonsense gateway\n";
  using Addresses = std::vector<std::string>;
  EXPECT_EQ(addresses_of("host.docker.internal", hosts), Addresses{"10.0.2.2"});
  EXPECT_EQ(addresses_of("gateway", hosts), (Addresses{"10.0.2.2", "fe80::1"}));
  EXPECT_EQ(addresses_of("gateway2", hosts), Addresses{});
  EXPECT_EQ(addresses_of("192.168.5.2", hosts), Addresses{"192.168.5.2"});
  EXPECT_EQ(addresses_of("::1", ""), Addresses{"::1"});
  EXPECT_EQ(addresses_of("localhost", ""), Addresses{"127.0.0.1"});
  EXPECT_EQ(addresses_of("", hosts), Addresses{});
}

}  // namespace
}  // namespace rpc
