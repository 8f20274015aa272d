"""Qt's own words (OK, Cancel, Save as, the print dialog) in the language in use.

Qt ships no Vietnamese. A translator that answers an empty string blanks the button, so what is not known is
answered with None; Qt drops a translator that calls itself empty, so this one never does.
"""

from PySide6.QtCore import QTranslator

from desktop_app.i18n import from_english


class QtVietnamese(QTranslator):
    """Asks the program's catalogue for each of Qt's texts; follows a change of language at once."""

    def translate(
        self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        """Return the Vietnamese of ``source``, or None where it stays as it is."""
        return from_english(source) if source else None

    def isEmpty(self) -> bool:  # Qt's name
        """Return False: an "empty" translator is never asked."""
        return False
