#pragma once
// The codecs of the types that only configuration has: structures with fields, short forms, clamped and odd values.

#include <algorithm>

#include "config/codec.h"

namespace config {

template <>
struct Fields<Pane> {
  static constexpr std::string_view kName = "pane (see Panes)";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list =
      std::tuple(Field{"command", &Pane::command}, Field{"focus", &Pane::focus}, Field{"zoom", &Pane::zoom},
                 Field{"split", &Pane::split}, Field{"size", &Pane::size}, Field{"percentage", &Pane::percentage},
                 Field{"target", &Pane::target});
};

template <>
struct Fields<Window> {
  static constexpr std::string_view kName = "window (`name`, `panes`)";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list = std::tuple(Field{"name", &Window::name}, Field{"panes", &Window::panes});
};

template <>
struct Fields<Layout> {
  static constexpr std::string_view kName = "layout (`panes`)";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list = std::tuple(Field{"panes", &Layout::panes, Required::yes});
};

template <>
struct Fields<NamedAgent> {
  using HasShortForm = void;
  static constexpr std::string_view kName = "`{command, type}`";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list =
      std::tuple(Field{"command", &NamedAgent::command, Required::yes}, Field{"type", &NamedAgent::type});
  static void from_text(const std::string& text, NamedAgent& agent) { agent.command = text; }
};

template <>
struct Fields<DashboardAction> {
  static constexpr std::string_view kName = "`{key, label, send or run}`";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list = std::tuple(Field{"key", &DashboardAction::key, Required::yes},
                                          Field{"label", &DashboardAction::label, Required::yes},
                                          Field{"send", &DashboardAction::send}, Field{"run", &DashboardAction::run});
};

template <>
struct Fields<AgentIcon> {
  using HasShortForm = void;
  static constexpr std::string_view kName = "`{icon, color}`";
  static constexpr auto kUnknown = Reading::Unknown::refuse;
  static constexpr auto list = std::tuple(Field{"icon", &AgentIcon::icon}, Field{"color", &AgentIcon::color});
  static void from_text(const std::string& text, AgentIcon& icon) { icon.icon = text; }
};

template <>
struct Fields<ExtraMount> {
  using HasShortForm = void;
  static constexpr std::string_view kName = "`{host_path, guest_path, writable}`";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list =
      std::tuple(Field{"host_path", &ExtraMount::host_path, Required::yes},
                 Field{"guest_path", &ExtraMount::guest_path}, Field{"writable", &ExtraMount::writable});
  static void from_text(const std::string& text, ExtraMount& mount) { mount.host_path = text; }
};

template <>
struct Fields<AllowedDomain> {
  using HasShortForm = void;
  static constexpr std::string_view kName = "`{host, allow_private_ips}`";
  static constexpr auto kUnknown = Reading::Unknown::refuse;
  static constexpr auto list = std::tuple(Field{"host", &AllowedDomain::host, Required::yes},
                                          Field{"allow_private_ips", &AllowedDomain::allow_private_ips});
  static void from_text(const std::string& text, AllowedDomain& domain) { domain.host = text; }
};

// The short form "/dev/x:/guest:rwm" stays in host_path until parse_devices (config/validate.h) takes it apart: its
// errors have texts of their own.
template <>
struct Fields<ContainerDevice> {
  using HasShortForm = void;
  static constexpr std::string_view kName = "`{host_path, guest_path, permissions}`";
  static constexpr auto kUnknown = Reading::Unknown::warn;
  static constexpr auto list = std::tuple(Field{"host_path", &ContainerDevice::host_path, Required::yes},
                                          Field{"guest_path", &ContainerDevice::guest_path},
                                          Field{"permissions", &ContainerDevice::permissions});
  static void from_text(const std::string& text, ContainerDevice& device) { device.host_path = text; }
};

// `true`, `false` or `session` (CLI 6.1).
template <>
struct Codec<StatusFormat> {
  static void read(const Node& node, StatusFormat& value, Reading& reading);
  static base::Json write(StatusFormat value);
  static std::string words() { return "bool or `session`"; }
  static base::Json schema() { return {{"enum", base::Json::array({true, false, "session"})}}; }
};

// Any other word is the default (CLI 6.11).
template <>
struct Codec<SidebarLayout> {
  static void read(const Node& node, SidebarLayout& value, Reading& reading);
  static base::Json write(SidebarLayout value) { return std::string(name_of(value)); }
  static std::string words() { return "`compact`, `tiles`"; }
  static base::Json schema() { return {{"enum", base::Json::array({"compact", "tiles"})}}; }
};

// An integer, "N" or "N%"; `name` is the word in the messages of CLI 6.11.
void read_sidebar_size(const Node& node, std::string_view name, std::optional<SidebarSize>& value, Reading& reading);
base::Json write_sidebar_size(const std::optional<SidebarSize>& value);

struct WidthCodec {
  static constexpr std::string_view kName = "width";
  static void read(const Node& node, std::optional<SidebarSize>& value, Reading& reading) {
    read_sidebar_size(node, kName, value, reading);
  }
  static base::Json write(const std::optional<SidebarSize>& value) { return write_sidebar_size(value); }
  static std::string words() { return "int, `N` or `N%`"; }
  static base::Json schema() { return {{"type", base::Json::array({"integer", "string"})}}; }
};

struct HeightCodec : WidthCodec {
  static void read(const Node& node, std::optional<SidebarSize>& value, Reading& reading) {
    read_sidebar_size(node, "height", value, reading);
  }
};

// A number beyond the bounds is moved to the nearer one.
template <class T, T Least, T Most>
struct ClampedCodec : Codec<T> {
  static void read(const Node& node, T& value, Reading& reading) {
    Codec<T>::read(node, value, reading);
    value = std::clamp(value, Least, Most);
  }
  static std::string words() { return fmt::format("int, {} to {}", Least, Most); }
};

// Blank text counts as unset.
struct NonBlankCodec : Codec<std::optional<std::string>> {
  static void read(const Node& node, std::optional<std::string>& value, Reading& reading);
};

}  // namespace config
