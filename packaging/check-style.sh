#!/usr/bin/env bash
# Checks how the sources read.
#
#   packaging/check-style.sh                  fails when a file is not formatted as .clang-format says
#   packaging/check-style.sh --fix            formats them
#   packaging/check-style.sh --tidy [path…]   clang-tidy (.clang-tidy) over everything, or what lies under the paths
#   packaging/check-style.sh --tidy-changed   clang-tidy over what changed since LEADLINE_TIDY_BASE (the parent commit; nothing
#                                             without one); begins with no further file after LEADLINE_TIDY_SECONDS (300)
#                                             and says what is left
set -euo pipefail
cd "$(dirname "$0")/.."

tree=build/ci/tidy

# clang reads no precompiled header of GCC, has names of its own for warnings, and clang 14 does not say that it knows
# coroutines, which Boost 1.74 asks.
make_commands() {
    packaging/build.sh ci autogen
    mkdir -p "$tree"
    sed -E -e 's/ -Winvalid-pch -include [^ ]*cmake_pch\.hxx//; s/ -Werror\b//; s/ -Wno-error=[a-z-]+//' \
        -e 's/ -std=c\+\+20/& -D__cpp_impl_coroutine=201902L -DBOOST_ASIO_HAS_CO_AWAIT=1/' \
        build/ci/compile_commands.json >"$tree/compile_commands.json"
}

# Of the files on standard input those the ci preset builds (not the benchmarks).
built() {
    while read -r file; do
        if grep -qF "\"$PWD/$file\"" "$tree/compile_commands.json"; then echo "$file"; fi
    done
}

# The sources whose reading shows what changed: a header is read with its own source file, or with one that includes it. In an
# order that differs from commit to commit, so that a limit of time does not always leave out the same ones.
changed_sources() {
    local base=${LEADLINE_TIDY_BASE:-HEAD^}
    git rev-parse --verify --quiet "$base^{commit}" >/dev/null || return 0
    git diff --name-only --diff-filter=d "$base" -- app ui tests | while read -r file; do
        case "$file" in
            *.cpp) echo "$file" ;;
            *.h) if [ -e "${file%.h}.cpp" ]; then echo "${file%.h}.cpp"; else
                git grep -lF "${file#app/}\"" -- '*.cpp' | head -n 1 || true; fi ;;
        esac
    done | sort -u | built | shuf --random-source=<(yes "$(git rev-parse HEAD)")
}

# tidy <seconds, 0 = no limit> <file…>
tidy() {
    local seconds=$1 status=0
    shift
    : >"$tree/checked"
    export LEADLINE_TIDY_TREE=$tree LEADLINE_TIDY_END=0
    [ "$seconds" -eq 0 ] || LEADLINE_TIDY_END=$((EPOCHSECONDS + seconds))
    [ $# -eq 0 ] || printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -n 1 bash -c '
        [ "$LEADLINE_TIDY_END" -eq 0 ] || [ "$EPOCHSECONDS" -lt "$LEADLINE_TIDY_END" ] || exit 0
        echo "$0" >>"$LEADLINE_TIDY_TREE/checked"
        clang-tidy --quiet -p "$LEADLINE_TIDY_TREE" "$0" 2> >(grep -v "warnings\? generated\.$" >&2)' || status=1
    local checked
    checked=$(wc -l <"$tree/checked")
    echo "clang-tidy: $checked of $# files read$([ "$checked" -eq $# ] || echo "; all: packaging/check-style.sh --tidy")"
    return $status
}

case "${1:-}" in
    --fix) git ls-files -co --exclude-standard -z -- '*.cpp' '*.h' | xargs -0 clang-format -i ;;
    --tidy)
        shift
        make_commands
        mapfile -t sources < <(git ls-files -- "${@:-.}" | grep '\.cpp$' | built)
        tidy 0 "${sources[@]}"
        ;;
    --tidy-changed)
        make_commands
        mapfile -t sources < <(changed_sources)
        tidy "${LEADLINE_TIDY_SECONDS:-300}" "${sources[@]}"
        ;;
    *) git ls-files -co --exclude-standard -z -- '*.cpp' '*.h' | xargs -0 -P "$(nproc)" -n 40 clang-format --dry-run --Werror ;;
esac
