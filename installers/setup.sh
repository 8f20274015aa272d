#!/usr/bin/env bash
# Makes this checkout ready to run; quick when nothing has changed. Called by make.
#
#   installers/setup.sh           virtual environment, pinned packages, Qt's system libraries
#   installers/setup.sh window    the same, and insists on the libraries of a window on a display
#   installers/setup.sh test      the same, and the programs that the tests call
#
# What is missing is installed where that is allowed (root, or sudo without a password, with apt-get);
# else the one command that installs it is named, and the script stops with status 1.
# PYTHON=/path/to/python3 chooses the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# run, window or test
mode=${1:-run}
venv=.venv
stamp=$venv/.moduong-setup

say() { printf '%s\n' "setup: $*" >&2; }
die() { say "$*"; exit 1; }

# --- system packages -----------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

apt_command() {
    local sudo="sudo "
    [ "$(id -u)" -ne 0 ] || sudo=""
    printf '%sapt-get install -y %s' "$sudo" "$*"
}

# Installs the named Debian packages; status 1 where that is not allowed or fails.
apt_install() {
    may_install || return 1
    say "installing $*"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=120
        -o Dpkg::Use-Pty=0)
    as_root "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null && return 0
    # Package lists are empty or old on a fresh machine.
    as_root "${apt[@]}" update >/dev/null && as_root "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null
}

# --- Python --------------------------------------------------------------------------------------

fits() {
    "$1" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# Debian splits venv off: without its package `-m venv` leaves half an environment behind.
has_venv() { "$1" -I -c 'import ensurepip, venv' 2>/dev/null; }

venv_package() { "$1" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }

# --- Qt's system libraries -----------------------------------------------------------------------

# Qt does not load at all without these.
qt_base="libEGL.so.1=libegl1 libGL.so.1=libgl1 libX11.so.6=libx11-6 libxkbcommon.so.0=libxkbcommon0
    libfontconfig.so.1=libfontconfig1 libfreetype.so.6=libfreetype6 libglib-2.0.so.0=libglib2.0-0
    libdbus-1.so.3=libdbus-1-3 libgssapi_krb5.so.2=libgssapi-krb5-2 libbrotlidec.so.1=libbrotli1
    libzstd.so.1=libzstd1 libz.so.1=zlib1g"
# A window on a display, and its printer, need these too.
qt_window="libX11-xcb.so.1=libx11-xcb1 libcups.so.2=libcups2 libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1
    libxcb-image.so.0=libxcb-image0 libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0
    libxcb-xkb.so.1=libxcb-xkb1 libxcb-randr.so.0=libxcb-randr0 libxcb-xinerama.so.0=libxcb-xinerama0
    libxkbcommon-x11.so.0=libxkbcommon-x11-0"

# Prints the packages of the libraries that the given interpreter cannot load, each tried for real.
missing_libraries() {
    "$1" -I - "$2" <<'PY'
import ctypes
import sys

for pair in sys.argv[1].split():
    library, package = pair.split("=")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
}

# --- programs that the tests call ----------------------------------------------------------------

test_tools="age=age zstd=zstd unzip=unzip tar=tar ssh-keygen=openssh-client pdffonts=poppler-utils
    pdftotext=poppler-utils pdftoppm=poppler-utils qpdf=qpdf msgfmt=gettext zbarimg=zbar-tools node=nodejs npm=npm"

# A server of the tests' own; Debian keeps its programs off the PATH.
has_postgresql() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

missing_tools() {
    local pair
    {
        for pair in $test_tools; do
            command -v "${pair%%=*}" >/dev/null || printf '%s\n' "${pair##*=}"
        done
        has_postgresql || printf 'postgresql\n'
    } | sort -u
}

# --- all that the system gives -------------------------------------------------------------------

# Prints the packages without which the job cannot be done.
lacking() {
    local python
    if python=$(find_python); then
        has_venv "$python" || is_current || venv_package "$python"
        is_linux && missing_libraries "$python" "$qt_base"
        is_linux && [ "$mode" = window ] && missing_libraries "$python" "$qt_window"
    else
        printf '%s\n' python3 python3-venv
        # Nothing to try the libraries with: all are named, those that are there do no harm.
        # shellcheck disable=SC2086
        printf '%s\n' $qt_base $qt_window | sed 's/.*=//'
    fi
    [ "$mode" != test ] || missing_tools
}

# Prints the packages that only a window will need: looked for at the first set-up, then no more.
lacking_for_a_window() {
    local python
    if is_linux && ! is_current && python=$(find_python); then
        missing_libraries "$python" "$qt_window"
    fi
}

is_linux() { [ "$(uname -s)" = Linux ]; }

# Installs what is lacking, or stops with the one command that does.
require_system() {
    local needed later
    needed=$(lacking)
    later=$(lacking_for_a_window)
    [ -n "$needed$later" ] || return 0
    # shellcheck disable=SC2086  # lists of package names
    if apt_install $needed $later; then
        needed=$(lacking)
        later=$(lacking_for_a_window)
    fi
    # shellcheck disable=SC2086
    [ -z "$needed" ] || die "this machine lacks system packages. Run: $(apt_command $needed $later)"
    # shellcheck disable=SC2086
    [ -z "$later" ] || say "a window on a display will need: $(apt_command $later)"
}

# --- the virtual environment ---------------------------------------------------------------------

# What the environment was made from: another place, interpreter or set of names makes another print.
fingerprint() {
    { pwd -P; "$venv/bin/python" -I -c 'import sys; print(sys.version)'; cat pyproject.toml constraints.txt installers/setup.sh; } |
        sha256sum | cut -d' ' -f1
}

# Whole: finished once, its interpreter runs and fits, and it was not moved.
is_whole() {
    [ -f "$stamp" ] && fits "$venv/bin/python" &&
        [ "$(sed -n 2p "$stamp")" = "$(pwd -P)" ] &&
        "$venv/bin/python" -I -m pip --version >/dev/null 2>&1
}

# Of the version that was asked for, where one was.
is_wanted() {
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}

version_of() { "$1" -I -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null; }

is_current() {
    [ -f "$stamp" ] && fits "$venv/bin/python" && [ -x "$venv/bin/moduong" ] && is_wanted &&
        [ "$(sed -n 1p "$stamp")" = "$(fingerprint)" ]
}

make_venv() {
    if ! is_whole || ! is_wanted; then
        [ ! -e "$venv" ] || say "$venv is not whole, was moved or is of another Python: making it again"
        rm -rf "$venv"
        local python
        python=$(find_python) || die "Python 3.11, 3.12 or 3.13 is needed: name one with PYTHON=/path/to/python3"
        say "making $venv with $python"
        "$python" -m venv "$venv"
    fi
    say "installing the pinned packages"
    local pip=("$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt)
    # The build back end comes first, so that the program itself is built without a second environment.
    if ! { "${pip[@]}" pip && "${pip[@]}" hatchling editables && "${pip[@]}" --no-build-isolation -e '.[dev]'; }; then
        die "the packages could not be installed (pip's message is above)"
    fi
    "$venv/bin/python" -I -c 'import PySide6.QtNetwork, PySide6.QtPrintSupport, PySide6.QtSvgWidgets' ||
        die "Qt does not load (the library that it misses is named above)"
    printf '%s\n%s\n' "$(fingerprint)" "$(pwd -P)" >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

# --- the job -------------------------------------------------------------------------------------

main() {
    # Two makes at once would build one environment twice.
    if command -v flock >/dev/null; then
        exec 9>.venv.lock
        flock 9
    fi
    require_system
    is_current || make_venv
}

# Sourced by its tests, this file only defines its functions.
[ "${BASH_SOURCE[0]}" != "$0" ] || main
