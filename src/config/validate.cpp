#include "config/validate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace config {

namespace {

bool has_space(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

bool are_permissions(std::string_view text) {
  return !text.empty() && text.find_first_not_of("rwm") == std::string_view::npos;
}

}  // namespace

base::Result<ContainerDevice> parse_device(std::string_view text) {
  const auto refuse = [&](std::string_view reason) { return base::fail(fmt::format("{}: {}", reason, text)); };
  if (text.empty()) return base::fail("empty device entry");
  if (has_space(text)) return refuse("device entry must not contain whitespace");
  const std::vector<std::string> parts = base::split(text, ':');
  if (parts.size() > 3) return refuse("device entry has too many ':' separators");
  if (!parts[0].starts_with('/')) return refuse("device host path must be absolute");
  ContainerDevice device{.host_path = parts[0], .guest_path = {}, .permissions = {}};
  if (parts.size() == 2 && !parts[1].starts_with('/')) {
    if (!are_permissions(parts[1]))
      return refuse("device entry second token must be an absolute path or r/w/m permissions");
    device.permissions = parts[1];
  } else if (parts.size() >= 2) {
    if (!parts[1].starts_with('/')) return refuse("device guest path must be absolute");
    device.guest_path = parts[1];
  }
  if (parts.size() == 3) {
    if (!are_permissions(parts[2])) return refuse("invalid device permissions (expected subset of r/w/m)");
    device.permissions = parts[2];
  }
  return device;
}

std::string device_text(const ContainerDevice& device) {
  std::string text = device.host_path;
  if (device.guest_path || device.permissions) text += ":" + device.guest_path.value_or(device.host_path);
  if (device.permissions) text += ":" + *device.permissions;
  return text;
}

base::Result<> check_group(std::string_view group) {
  if (group.empty()) return base::fail("empty group_add entry");
  if (has_space(group) || group.find_first_of(",:") != std::string_view::npos) {
    return base::fail(fmt::format("group_add entry must not contain whitespace or separators: {}", group));
  }
  return {};
}

base::Result<> validate_sandbox(Sandbox& sandbox) {
  for (const AllowedDomain& domain : sandbox.network.allowed_domains) {
    TRY_WITH(check_domain(domain), "Invalid sandbox network config");
  }
  for (ContainerDevice& device : sandbox.container.devices) {
    device = TRY_WITH(parse_device(device_text(device)), "Invalid sandbox container config");
  }
  for (const std::string& group : sandbox.container.group_add) {
    TRY_WITH(check_group(group), "Invalid sandbox container config");
  }
  return {};
}

}  // namespace config
