"""Collects the program's texts into the English catalogue and compiles every catalogue: `make locale`.

Vietnamese is the source language, so its texts are the code itself. `moduong.po` (English) follows the code;
`qt.po` (Vietnamese, for Qt's own texts) is written by hand.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "resources" / "locale"
# The Vietnamese text of a plural is both of its forms.
KEYWORDS = {"_": None, "plural": (1, 1)}
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "moduong.po"


def texts(package: Path) -> Catalog:
    """Returns every text in `_("…")` and `plural("…", n)` of the package, each with its files."""
    found = Catalog()
    for file, _line, text, comments, _context in extract_from_dir(package, keywords=KEYWORDS):
        found.add(text, locations=[(file, 1)], auto_comments=comments)
    return found


def read(po: Path) -> Catalog:
    """Returns a catalogue as it was written."""
    with po.open("rb") as file:
        return read_po(file)


def forms(said: str | Sequence[str]) -> Sequence[str]:
    """Returns the forms of a text or of its translation: one, or those of a plural."""
    return (said,) if isinstance(said, str) else said


def compiled(catalogue: Catalog) -> bytes:
    """Returns the bytes of the `.mo` file that belongs to a catalogue."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def collect(package: Path, po: Path) -> list[str]:
    """Brings a catalogue up to the package's texts; returns those that still need a translation."""
    catalogue = read(po)
    # No guessing from similar texts: a wrong translation reads as a right one.
    catalogue.update(texts(package), no_fuzzy_matching=True, update_creation_date=False)
    with po.open("wb") as file:
        write_po(file, catalogue, width=110, ignore_obsolete=True, include_lineno=False)
    return [forms(one.id)[0] for one in catalogue if one.id and not all(forms(one.string or ""))]


def main() -> None:
    """Brings all catalogues up to the code, and names the texts that still need a translation."""
    missing = collect(ROOT / "desktop_app", ENGLISH)
    for po in sorted(LOCALE.rglob("*.po")):
        po.with_suffix(".mo").write_bytes(compiled(read(po)))
    for text in missing:
        print(f"not in English yet: {text!r}")


if __name__ == "__main__":
    main()
