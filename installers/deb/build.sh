#!/usr/bin/env bash
# Builds dist/moduong_VERSION_ARCH.deb. Needs only what Debian's own tools need: binutils and dpkg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=installers/setup.sh
. installers/setup.sh
for tool in objdump strip; do
    command -v "$tool" >/dev/null || apt_install binutils || die "binutils is needed. Run: $(apt_command binutils)"
done
command -v dpkg-deb >/dev/null || die "dpkg-deb is needed: a Debian package is built on Debian or a system made from it"

export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
installers/freeze.sh
.venv/bin/python installers/deb/package.py build/frozen/moduong dist
