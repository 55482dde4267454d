#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, checks formatting and what changed, and runs every test.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/deps.sh test
packaging/check-style.sh
packaging/build.sh ci all
packaging/check-style.sh --tidy-changed
QT_QPA_PLATFORM=offscreen ctest --preset ci -j "$(nproc)"
