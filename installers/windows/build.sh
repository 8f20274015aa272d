#!/usr/bin/env bash
# Compiles the Windows installer with makensis, into dist/.
#
# The program itself is frozen on Windows (installers/windows/freeze.ps1): PyInstaller cannot do that elsewhere.
# Copy its result to build/windows/moduong; without it, placeholder programs prove only that the script compiles,
# and the result is named accordingly.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=installers/setup.sh
. installers/setup.sh
command -v makensis >/dev/null || apt_install nsis || die "makensis is needed. Run: $(apt_command nsis)"

version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' desktop_app/__init__.py)
stage=build/windows/moduong
out=dist/moduong-$version-setup.exe
if [ ! -f "$stage/moduongw.exe" ]; then
    stage=build/windows/placeholder
    out=dist/moduong-$version-setup-WITHOUT-PROGRAM.exe
    say "no frozen Windows program in build/windows/moduong: compiling with placeholders"
    mkdir -p "$stage/_internal"
    for name in moduong.exe moduongw.exe _internal/README.txt; do
        echo "placeholder: freeze the program on Windows first" > "$stage/$name"
    done
fi
mkdir -p dist
makensis -V2 -WX -INPUTCHARSET UTF8 "-DVERSION=$version" "-DSTAGE=$PWD/$stage" "-DOUT=$PWD/$out" \
    "-DICON=$PWD/resources/icons/app/moduong.ico" "-DLICENCE=$PWD/LICENSE" installers/windows/moduong.nsi
ls -l "$out"
