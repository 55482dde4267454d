#!/usr/bin/env bash
# suite.sh begin|end BUILD SCRATCH: around a run of the tests in the build folder BUILD. `begin` empties SCRATCH, where the
# tests put their temporary files, and BUILD/tests/reports, where the sanitizers put theirs. `end` fails when a test left a file
# or a process of this build behind, or when a sanitizer had something to say, in whichever process.
set -euo pipefail
step=$1 build=$2 scratch=$3
reports=$build/tests/reports
before=$build/tests/processes

# Ids of the processes whose program lies in the build folder. Their command line says so, also where /proc hides the rest.
processes()
{
    local folder program
    for folder in /proc/[0-9]*; do
        IFS= read -r -d '' program 2>/dev/null < "$folder/cmdline" || continue
        [[ $program != "$build"/* ]] || echo "${folder#/proc/}"
    done
}

if [[ $step == begin ]]; then
    rm -rf "$scratch" "$reports"
    mkdir -m 700 "$scratch"
    mkdir -p "$reports"
    processes | sort > "$before"
    exit
fi

failed=0
# A worker whose daemon was killed notices the end of its pipe a moment later.
for ((look = 0; look < 100; look++)); do
    left=$(processes | sort | comm -13 "$before" -)
    [[ -n $left ]] || break
    sleep 0.1
done
for id in $left; do
    echo "left running: $id $(tr '\0' ' ' < "/proc/$id/cmdline")"
    failed=1
done
# A session bus leaves dbus-1, its folder of services, in the runtime folder.
if [[ -n $(ls -A --ignore=dbus-1 "$scratch") ]]; then
    echo "left in $scratch:"
    ls -lA --ignore=dbus-1 "$scratch"
    failed=1
fi
for report in "$reports"/*; do
    [[ -e $report ]] || continue
    echo "== $report"
    cat "$report"
    failed=1
done
exit $failed
