"""Which licence texts go with a frozen program: those of every distribution that is in it."""

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

HERE = Path(__file__).parent / "licences"
ROOT = Path(__file__).parents[1]
Entry = tuple[str, str, str]  # (name inside the program, path, kind), as PyInstaller has it


def licence_files(modules: Iterable[Entry], binaries: Iterable[Entry]) -> Iterator[tuple[str, Path]]:
    """Yield (place, path) of every licence text that the program must carry."""
    yield "LICENSE", ROOT / "LICENSE"
    yield "LICENSES-third-party.md", ROOT / "LICENSES-third-party.md"
    for text in sorted(HERE.iterdir()):  # the wheels of Qt carry none
        yield f"PySide6/{text.name}", text
    for name in distributions(modules, binaries):
        yield from _texts(distribution(name))


def distributions(modules: Iterable[Entry], binaries: Iterable[Entry]) -> list[str]:
    """Return the distributions that anything packed belongs to."""
    owners = packages_distributions()
    tops = {name.split(".")[0] for name, _path, _kind in modules}
    tops |= {Path(name).parts[0].split(".")[0] for name, _path, _kind in binaries}
    return sorted({owner for top in tops for owner in owners.get(top, ())} - {"moduong"})


def _texts(owner: Distribution) -> Iterator[tuple[str, Path]]:
    for file in owner.files or ():
        inside = file.parts[0].endswith(".dist-info")
        if inside and any(word in file.name.lower() for word in ("licen", "copying", "notice")):
            yield f"{owner.name}/{file.name}", Path(str(file.locate()))
