#!/usr/bin/env bash
# Configures and builds a preset: packaging/build.sh <preset> [ninja target ...]. Quiet unless something fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
log=build/$preset.log
# Paths relative to the checkout, so that build trees share what ccache keeps, precompiled headers included.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
mkdir -p build
echo "Building Leadline ($preset); the first build takes some minutes. Log: $log"
if ! { cmake --preset "$preset" && cmake --build "build/$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
    grep -E -A20 'error|FAILED|CMake Error' "$log" | head -n 80 >&2 || true
    echo "The build failed; the whole log is in $log" >&2
    exit 1
fi
