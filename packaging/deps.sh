#!/usr/bin/env bash
# Installs the Debian packages Leadline needs, only those that are missing.
#
#   packaging/deps.sh            what building and running needs
#   packaging/deps.sh test       also what the tests start (nginx, PostgreSQL, a virtual display, clang tools, linters)
#   packaging/deps.sh bench      also what the benchmarks compare with
set -euo pipefail

run_packages=(
    build-essential cmake ninja-build ccache pkg-config git ca-certificates
    qt6-base-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libqt6sql6-sqlite libqt6sql6-psql libqt6svg6 qtkeychain-qt6-dev
    libgl-dev libopengl-dev libvulkan-dev
    libexpected-dev libboost-dev libcurl4-openssl-dev libsodium-dev libssl-dev
    libphonenumber-dev libprotobuf-dev libpsl-dev publicsuffix libicu-dev libsqlite3-dev libpq-dev
    fonts-inter fonts-noto-core fontconfig
)
test_packages=(
    xvfb xauth nginx-light clang-format clang-tidy dbus python3 openssl postgresql-15 systemd mandoc desktop-file-utils appstream
)
bench_packages=(
    python3-scrapy python3-phonenumbers wget2 libxml2-dev
)

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "Leadline builds on Debian 12 or newer (apt and dpkg were not found on this system)." >&2
    echo "On another system install the equivalents of: ${run_packages[*]}" >&2
    exit 2
fi

packages=("${run_packages[@]}")
for extra in "$@"; do
    case "$extra" in
        test) packages+=("${test_packages[@]}") ;;
        bench) packages+=("${bench_packages[@]}") ;;
        *) echo "usage: packaging/deps.sh [test] [bench]" >&2; exit 2 ;;
    esac
done

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing and installing them needs root: ${missing[*]}" >&2
        echo "Run as root:  apt-get install ${missing[*]}" >&2
        exit 2
    fi
    as_root=(sudo)
fi
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
