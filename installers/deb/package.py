"""Makes the Debian package of a frozen program: `python installers/deb/package.py build/frozen/moduong dist`.

What the program needs of the system is read from its ELF files: a library that is neither packed nor in
`PACKAGES` stops the build. The names are Debian 12's; later Debians provide them too. Packing the same
frozen folder twice gives the same bytes (SOURCE_DATE_EPOCH).
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
APP = ROOT / "resources" / "icons" / "app"
NAME = "moduong"

PACKAGES: Mapping[str, str] = {
    "ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6",
    "libc.so.6": "libc6", "libdl.so.2": "libc6", "libm.so.6": "libc6", "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6", "librt.so.1": "libc6", "libutil.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6",
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1", "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1", "libbrotlidec.so.1": "libbrotli1",
    "libbz2.so.1.0": "libbz2-1.0", "libcrypto.so.3": "libssl3", "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3", "libexpat.so.1": "libexpat1", "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2", "liblzma.so.5": "liblzma5", "libssl.so.3": "libssl3",
    "libuuid.so.1": "libuuid1", "libz.so.1": "zlib1g", "libzstd.so.1": "libzstd1",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxkbcommon.so.0": "libxkbcommon0",
}  # fmt: skip

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: The Mở Đường authors <moduong@example.org>
Installed-Size: {size}
Depends: {depends}
Section: misc
Priority: optional
Description: offline survey of digital infrastructure, from commune to district
 Computers, lines, post offices, mobile stations, coverage, loudspeakers, signatures and
 skills are entered commune by commune without a network, kept in one encrypted file, and
 sent to the district as one encrypted, signed bundle by USB stick or folder. The district
 merges all bundles, computes its indicators and prints the inventory sheets and the report.
 .
 Khảo sát hạ tầng số ở xã, huyện; làm việc được khi mất mạng.
"""


class PackagingError(Exception):
    """The frozen program cannot be packed as it is."""


@dataclass
class Needs:
    """What ELF files ask of the system: names of libraries, and the newest glibc they were linked with."""

    libraries: set[str] = field(default_factory=set)
    glibc: tuple[int, ...] = (0,)


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and libraries in a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if path.open("rb").read(4) == b"\x7fELF"]


def needs(folder: Path) -> Needs:
    """Return what the ELF files of ``folder`` need that is not in it."""
    files = elf_files(folder)
    said = subprocess.run(["objdump", "-p", *files], check=True, capture_output=True, text=True).stdout
    packed = {path.name for path in folder.rglob("*.so*")}
    return read_needs(said, packed)


def read_needs(said: str, packed: Iterable[str]) -> Needs:
    """Return what ``objdump -p`` said, without the libraries that are packed."""
    wanted = set(re.findall(r"^ +NEEDED +(\S+)$", said, re.MULTILINE))
    versions = re.findall(r"\bGLIBC_([0-9.]+)$", said, re.MULTILINE)
    newest = max((tuple(map(int, one.split("."))) for one in versions), default=(0,))
    return Needs(wanted - set(packed), newest)


def depends(found: Needs) -> str:
    """Return the Depends line; raises `PackagingError` for a library that no package is known for."""
    unknown = sorted(found.libraries - PACKAGES.keys())
    if unknown:
        raise PackagingError(
            f"no Debian package is known for {', '.join(unknown)} (installers/deb/package.py)"
        )
    names = {PACKAGES[library] for library in found.libraries} - {"libc6"}
    glibc = ".".join(map(str, found.glibc))
    return ", ".join([f"libc6 (>= {glibc})", *sorted(names)])


def strip(folder: Path) -> None:
    """Take debugging symbols out of what the wheels of Python packages left unstripped."""
    # Qt's own files come stripped, and are passed on unaltered.
    files = [path for path in elf_files(folder) if "PySide6" not in path.parts]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def lay_out(frozen: Path, stage: Path) -> None:
    """Put everything where it is installed."""
    program = stage / "usr" / "lib" / NAME
    shutil.copytree(frozen, program, symlinks=True)
    strip(program)
    (stage / "usr" / "bin").mkdir(parents=True)
    (stage / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    share = stage / "usr" / "share"
    copy(HERE / "moduong.desktop", share / "applications")
    copy(HERE / "moduong.xml", share / "mime" / "packages")
    copy(HERE / "copyright", share / "doc" / NAME)
    copy(HERE / "lintian-overrides", share / "lintian" / "overrides", NAME)
    pack(ROOT / "CHANGELOG.md", share / "doc" / NAME / "changelog.gz")
    pack(HERE / "moduong.1", share / "man" / "man1" / "moduong.1.gz")
    for icon in sorted(APP.glob("moduong-*.png")):
        size = icon.stem.partition("-")[2]
        copy(icon, share / "icons" / "hicolor" / f"{size}x{size}" / "apps", "moduong.png")
    copy(APP / "moduong.svg", share / "icons" / "hicolor" / "scalable" / "apps")


def copy(file: Path, folder: Path, name: str = "") -> None:
    """Copy one file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / (name or file.name))


def pack(file: Path, path: Path) -> None:
    """Write ``file`` compressed, without a time in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def settle(stage: Path, epoch: int) -> None:
    """Give every file the same time and plain rights, whoever builds."""
    for path in sorted([stage, *stage.rglob("*")]):
        if not path.is_symlink():
            runs = path.is_dir() or path == stage / "usr" / "lib" / NAME / NAME
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def control(version: str, architecture: str, stage: Path) -> str:
    """Return the text of DEBIAN/control."""
    size = sum(path.lstat().st_size for path in stage.rglob("*") if path.is_file()) // 1024
    needed = depends(needs(stage))
    return CONTROL.format(name=NAME, version=version, architecture=architecture, size=size, depends=needed)


def build(frozen: Path, out: Path, version: str, epoch: int) -> Path:
    """Make the package; return its path."""
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()
    stage = frozen.parent / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    lay_out(frozen, stage)
    text = control(version, architecture, stage)
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN" / "control").write_text(text, encoding="utf-8")
    settle(stage, epoch)
    out.mkdir(parents=True, exist_ok=True)
    package = out / f"{NAME}_{version}_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", stage, package], check=True)
    return package


def version_of(root: Path) -> str:
    """Return the version that the program says it is, as Debian writes it."""
    text = (root / "desktop_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise PackagingError("desktop_app/__init__.py names no version")
    return re.sub(r"(?<=\d)(a|b|rc|\.dev)", r"~\1", found[1])


if __name__ == "__main__":
    made = build(Path(sys.argv[1]), Path(sys.argv[2]), version_of(ROOT), int(os.environ["SOURCE_DATE_EPOCH"]))
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
