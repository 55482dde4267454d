#!/usr/bin/env bash
# Proves that the programs can be built apart (presets backend-only and gui-only) and that neither side needs the other's
# libraries to run. After a build of the ci preset the objects come out of ccache.
set -euo pipefail
cd "$(dirname "$0")/.."

# refuse <program> <pattern>: fails when the program needs a library that matches, directly or through another.
refuse() {
    local needed
    needed=$(ldd "$1")
    if grep -E "$2" <<<"$needed"; then
        echo "$1 must not need these libraries" >&2
        exit 1
    fi
}

packaging/build.sh backend-only all
refuse build/backend-only/bin/leadlined 'libQt6(Gui|Widgets|WebSockets)'
refuse build/backend-only/bin/leadctl 'libQt6(Gui|Widgets)'
packaging/build.sh gui-only all
refuse build/gui-only/bin/leadline 'lib(phonenumber|protobuf)'
