#!/usr/bin/env bash
# Builds Leadline and runs it.
#
#   packaging/run.sh                  the window; without a display the same job with leadctl on the bundled demo site
#   packaging/run.sh leadctl …        passes through to a program: leadctl, leadlined or leadline
#   packaging/run.sh --help           this text
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$root/packaging/run.sh"; }

has_display=
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || has_display=yes
case "${1:-}" in
    -h | --help)
        usage
        exit 0
        ;;
    leadctl | leadlined | leadline | "") ;;
    *)
        if [ -z "$has_display" ]; then
            usage >&2
            exit 64
        fi
        ;;
esac

# Standard output belongs to the program.
"$root/packaging/deps.sh" >&2
"$root/packaging/build.sh" release leadline leadctl leadlined >&2
bin=$root/build/release/bin

case "${1:-}" in
    leadctl | leadlined | leadline)
        program=$1
        shift
        exec "$bin/$program" "$@"
        ;;
esac

if [ -n "$has_display" ]; then
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
