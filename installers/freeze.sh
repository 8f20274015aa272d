#!/usr/bin/env bash
# Freezes the program into build/frozen/moduong. Called by the builders of packages, after make setup.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The same sources give the same bytes: no order of a hash, no time of this day.
export PYTHONHASHSEED=1
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}

.venv/bin/python -m PyInstaller --noconfirm --clean --log-level ERROR \
    --distpath build/frozen --workpath build/pyinstaller installers/moduong.spec
# What it was built for, before anything is packed around it.
QT_QPA_PLATFORM=offscreen build/frozen/moduong/moduong --version
