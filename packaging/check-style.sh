#!/usr/bin/env bash
# Fails when a source file is not formatted as .clang-format says. `packaging/check-style.sh --fix` formats them;
# `--tidy [preset]` also runs clang-tidy over the sources, with the compile commands of a configured preset.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files -co --exclude-standard -- '*.cpp' '*.h')
case "${1:-}" in
    --fix) clang-format -i "${sources[@]}" ;;
    --tidy) git ls-files -- 'app/*.cpp' 'ui/*.cpp' | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "build/${2:-ci}" ;;
    *) printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 40 clang-format --dry-run --Werror ;;
esac
