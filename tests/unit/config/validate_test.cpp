#include "config/validate.h"

#include <gtest/gtest.h>

namespace config {
namespace {

std::string domain(std::string host, bool allow_private_ips = false) {
  const auto checked = check_domain({std::move(host), allow_private_ips});
  return checked ? "" : checked.error().message;
}

std::string device(std::string_view text) {
  const auto parsed = parse_device(text);
  return parsed ? device_text(*parsed) : parsed.error().message;
}

TEST(Validate, DomainsSBX_3_3) {
  for (const char* good : {"example.org", "*.example.org", "localhost", "@claude", "a-1.example"}) {
    EXPECT_EQ(domain(good), "") << good;
  }
  for (const char* address :
       {"1.2.3.4", "::1", "[::1]", "127.1", "0x7f.1", "2130706433", "0x7f000001", "example.0x1"}) {
    EXPECT_EQ(domain(address), std::string("IP literals not allowed in allowed_domains: ") + address);
  }
  EXPECT_EQ(domain("example.org."), "trailing dot not allowed in domain: example.org.");
  for (const char* wild : {"*", "*.", "a.*.org", "*example.org", "*.*.org", "*..org"}) {
    EXPECT_NE(domain(wild), "") << wild;
  }
  EXPECT_EQ(domain("a.*.org"), "invalid wildcard pattern (must be *.suffix): a.*.org");
  EXPECT_EQ(domain(""), "empty domain not allowed in allowed_domains");
  EXPECT_EQ(domain(" "), "empty domain not allowed in allowed_domains");
  EXPECT_EQ(domain("db.internal", true), "");
  EXPECT_EQ(domain("*.internal", true), "allow_private_ips is only allowed for exact domains: *.internal");
  EXPECT_EQ(domain("@claude", true), "allow_private_ips is only allowed for exact domains: @claude");
}

TEST(Validate, DevicesSBX_3_4) {
  EXPECT_EQ(device("/dev/kvm"), "/dev/kvm");
  EXPECT_EQ(device("/dev/a:/dev/b"), "/dev/a:/dev/b");
  EXPECT_EQ(device("/dev/a:/dev/b:rw"), "/dev/a:/dev/b:rw");
  EXPECT_EQ(device("/dev/a:rwm"), "/dev/a:/dev/a:rwm");
  EXPECT_EQ(device(""), "empty device entry");
  EXPECT_EQ(device("/dev/a b"), "device entry must not contain whitespace: /dev/a b");
  EXPECT_EQ(device("dev/a"), "device host path must be absolute: dev/a");
  EXPECT_EQ(device("/a:/b:r:w"), "device entry has too many ':' separators: /a:/b:r:w");
  EXPECT_EQ(device("/a:b:rw"), "device guest path must be absolute: /a:b:rw");
  EXPECT_EQ(device("/a:/b:rx"), "invalid device permissions (expected subset of r/w/m): /a:/b:rx");
  EXPECT_EQ(device("/a:x"), "device entry second token must be an absolute path or r/w/m permissions: /a:x");
  EXPECT_EQ(device("/a:"), "device entry second token must be an absolute path or r/w/m permissions: /a:");
}

TEST(Validate, GroupsSBX_3_4) {
  EXPECT_TRUE(check_group("video"));
  EXPECT_TRUE(check_group("44"));
  EXPECT_EQ(check_group("").error().message, "empty group_add entry");
  for (const char* group : {"a b", "a,b", "a:b", "a\n"}) EXPECT_FALSE(check_group(group)) << group;
}

TEST(Validate, PrefixesNameTheMap) {
  Sandbox sandbox;
  sandbox.network.allowed_domains = {{"1.2.3.4", false}};
  EXPECT_EQ(validate_sandbox(sandbox).error().message, "Invalid sandbox network config");
  sandbox.network.allowed_domains.clear();
  sandbox.container.devices = {{"dev", {}, {}}};
  EXPECT_EQ(validate_sandbox(sandbox).error().message, "Invalid sandbox container config");
  sandbox.container.devices = {{"/dev/a:r", {}, {}}};
  ASSERT_TRUE(validate_sandbox(sandbox));
  EXPECT_EQ(sandbox.container.devices[0].permissions, "r");
}

}  // namespace
}  // namespace config
