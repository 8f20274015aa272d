#!/usr/bin/env bash
# Installs dist/moduong_*.deb in a clean Debian chroot and uses it there. Needs root, debootstrap and Debian's mirror.
#
#   installers/deb/try.sh [FOLDER]     FOLDER keeps a fresh Debian for the next try
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

package=$(ls dist/moduong_*.deb | tail -n 1)
base=${1:-build/debian}
root=build/try
[ -x "$base/bin/sh" ] || debootstrap --variant=minbase bookworm "$base" >/dev/null
rm -rf "$root"
mkdir -p build
cp -a "$base" "$root"
cp "$package" "$root/tmp/moduong.deb"
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp /etc/hosts "$root/etc/" 2>/dev/null || true

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "$@"
}

echo "== apt-get install"
inside apt-get -qq update
inside apt-get -qq install -y --no-install-recommends /tmp/moduong.deb >/dev/null
echo "== the command line"
inside moduong --version
inside moduong --home /tmp/district init district --unit 100 --date 31/12/2022 >/dev/null
inside moduong --home /tmp/district enrol --unit 03319 --out /tmp/03319.kichhoat
inside moduong --home /tmp/commune init commune --activation /tmp/03319.kichhoat
inside moduong --home /tmp/commune add computer kind=desktop note="Máy tính" >/dev/null
inside moduong --home /tmp/commune list computer --search "may tinh"
inside moduong --home /tmp/commune print c53 --pdf /tmp/c53.pdf
inside moduong --home /tmp/commune workbook --out /tmp/so.xlsx
inside moduong --home /tmp/commune export --to /tmp
echo "== the network"
inside sh -c '
    moduong --home /tmp/district hub serve --listen 127.0.0.1:0 >/tmp/serve.log 2>&1 & hub=$!
    for _try in $(seq 50); do grep -q https /tmp/serve.log && break; sleep 0.2; done
    url=$(grep -o "https://[^ ]*" /tmp/serve.log); pin=$(grep -oE "[0-9a-f]{64}" /tmp/serve.log)
    moduong --home /tmp/commune sync --hub "$url" --pin "$pin" 2>/dev/null; status=$?
    kill $hub; exit $status'
echo "== the window, without a display"
status=0
inside env QT_QPA_PLATFORM=offscreen timeout 8 moduong --home /tmp/commune || status=$?
[ "$status" -eq 124 ] || { echo "the window ended by itself: $status" >&2; exit 1; }
echo "== the whole road"
inside moduong demo --out /tmp/demo | tail -n 3
inside apt-get -qq purge -y moduong >/dev/null
[ -d "$root/tmp/commune" ] && echo "== purged; the homes are still there"
