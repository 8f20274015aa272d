"""Finds the program's own data: fonts, templates, locale, icons, unit catalogues.

Every form of install is reached from where `importlib.resources` finds the package: a wheel and a frozen
program carry `desktop_app/resources/`; a checkout (also when installed editable) has `resources/` beside it.
"""

from importlib.resources import files
from pathlib import Path

from desktop_app.errors import BugError


def resources_root() -> Path:
    """Returns the folder that holds all resources; raises `BugError` where the install has none."""
    # Paths, not only streams: Qt and typst open fonts by name, and no form of install zips the package.
    package = Path(str(files("desktop_app")))
    for root in (package / "resources", package.parent / "resources"):
        if root.is_dir():
            return root
    raise BugError(f"no resources/ in or beside {package}")


def resource(*parts: str) -> Path:
    """Returns the path of one resource, as `resource("fonts", "BeVietnamPro-Regular.ttf")`.

    Raises `BugError` where it was not packed: the install is broken, not the user's files.
    """
    path = resources_root().joinpath(*parts)
    if not path.exists():
        raise BugError(f"resource not packed: {'/'.join(parts)}")
    return path
