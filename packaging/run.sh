#!/usr/bin/env bash
# Builds Leadline and runs it.
#
#   packaging/run.sh                  the window; without a display the same job with leadctl on the bundled demo site
#   packaging/run.sh leadctl …        passes through to a program: leadctl, leadlined or leadline
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/packaging/deps.sh"
"$root/packaging/build.sh" release leadline leadctl leadlined
bin=$root/build/release/bin

case "${1:-}" in
    leadctl | leadlined | leadline)
        program=$1
        shift
        exec "$bin/$program" "$@"
        ;;
esac

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$bin/leadline" "$@"
fi

out=${LEADLINE_OUTPUT:-$PWD/leadline-demo.csv}
echo
echo "There is no display here, so this does the window's main job on the command line: it scrapes the bundled demo site"
echo "(invented businesses, served on this computer only) and writes what it found."
echo
"$bin/leadctl" scrape --demo --output "$out" --table 12
cat <<EOF

Try next:
  packaging/run.sh leadctl scrape https://your-site.example --output leads.jsonl
  packaging/run.sh leadctl scrape --demo --output leads.jsonl && head -n 1 leads.jsonl
  packaging/run.sh leadctl --help
  packaging/run.sh                                    on a computer with a display: opens the window
EOF
