# Shared by the engine scripts; sourced. Everything they make is below $ENGINE_STATE or is a Debian package.
# shellcheck shell=bash
ENGINE_STATE=${ENGINE_STATE:-/var/tmp/workmux-engines}

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

need_root() { [ "$(id -u)" -eq 0 ] || fail "must run as root (it installs packages and starts services)"; }

# install_missing PACKAGE...: waits for another apt, installs only what is not there.
install_missing() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=600)
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null; }
}

# An ordinary user for the engines; useradd gives it ranges in /etc/subuid and /etc/subgid.
ENGINE_USER=${ENGINE_USER:-wmengine}
make_user() {
  id "$ENGINE_USER" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$ENGINE_USER"
  install -d -m 700 -o "$ENGINE_USER" -g "$(id -gn "$ENGINE_USER")" "/run/user/$(id -u "$ENGINE_USER")"
}

# as_user COMMAND...: as that user, with a clean environment.
as_user() {
  local home
  home=$(getent passwd "$ENGINE_USER" | cut -d: -f6)
  (cd / && runuser -u "$ENGINE_USER" -- env -i HOME="$home" USER="$ENGINE_USER" LOGNAME="$ENGINE_USER" SHELL=/bin/bash \
    TERM="${TERM:-xterm}" LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
    XDG_RUNTIME_DIR="/run/user/$(id -u "$ENGINE_USER")" "$@")
}
