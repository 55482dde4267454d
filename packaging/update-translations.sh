#!/usr/bin/env bash
# Takes the texts of the window over into resources/i18n: new ones come in as unfinished, those that are gone go out.
# English has a list of its own for plural forms only.
set -euo pipefail
cd "$(dirname "$0")/.."
lupdate=$(command -v /usr/lib/qt6/bin/lupdate lupdate | head -n 1)
update() { "$lupdate" -silent -I . -I app -locations none -no-obsolete "$@"; }
sources=(ui app/bin/leadline app/domain/remark.cpp)
update "${sources[@]}" -ts resources/i18n/leadline_de.ts
update -pluralonly "${sources[@]}" -ts resources/i18n/leadline_en.ts
