"""The colours of the window as named tokens, in light, dark and high contrast.

Text on its ground has a contrast of at least 4.5, in high contrast 7 (WCAG 2.2, 1.4.3 and 1.4.6): held by a
test. Widgets name a token, never a colour.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme; ``*_soft`` is the ground on which its tone is written."""

    ground: str
    surface: str
    field: str
    line: str
    field_line: str
    grid: str
    hover: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    accent_hover: str
    selection: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    scroll: str
    scroll_hover: str


LIGHT = Tokens(
    ground="#F6F7F9",
    surface="#FFFFFF",
    field="#FFFFFF",
    line="#E3E6EB",
    field_line="#C3CAD4",
    grid="#EDEFF3",
    hover="#F0F2F5",
    text="#1B2430",
    muted="#5B6776",
    accent="#0B6E5F",
    accent_soft="#E3F2EF",
    on_accent="#FFFFFF",
    accent_hover="#095C50",
    selection="#DDEFEB",
    warn="#8A5200",
    warn_soft="#FFF3DC",
    bad="#B3261E",
    bad_soft="#FCE9E7",
    scroll="#C9CFD8",
    scroll_hover="#A3ADBA",
)

DARK = Tokens(
    ground="#14181D",
    surface="#1B2127",
    field="#161B20",
    line="#2C343D",
    field_line="#46515E",
    grid="#262D35",
    hover="#242B33",
    text="#E7ECF1",
    muted="#9AA7B5",
    accent="#4CC2AE",
    accent_soft="#17332F",
    on_accent="#0E1B19",
    accent_hover="#67D2C0",
    selection="#1E3F3A",
    warn="#F0B557",
    warn_soft="#33291A",
    bad="#F2897F",
    bad_soft="#3A201E",
    scroll="#3B4551",
    scroll_hover="#566272",
)

CONTRAST = Tokens(
    ground="#000000",
    surface="#000000",
    field="#000000",
    line="#FFFFFF",
    field_line="#FFFFFF",
    grid="#7A7A7A",
    hover="#1F1F1F",
    text="#FFFFFF",
    muted="#E6E6E6",
    accent="#5CF2DA",
    accent_soft="#00332C",
    on_accent="#000000",
    accent_hover="#9BFFEF",
    selection="#00443A",
    warn="#FFD24A",
    warn_soft="#2B2100",
    bad="#FFA199",
    bad_soft="#3A0703",
    scroll="#8F8F8F",
    scroll_hover="#FFFFFF",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the person chose, resolved: the colours, the text size in percent, and one helper for lengths."""

    tokens: Tokens
    scale: int = 100

    def px(self, length: float) -> int:
        """Return a length that grows with the text size."""
        return round(length * self.scale / 100)


def look(theme: str, scale: int) -> Look:
    """Return the look of a setting ("system", "light", "dark", "contrast")."""
    chosen = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(theme) or _of_system()
    return Look(chosen, scale)


def _of_system() -> Tokens:
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """Return Qt's palette in these colours: for all that the style sheet does not reach."""
    result = QPalette()
    role = QPalette.ColorRole
    for roles, colour in (
        ((role.Window,), tokens.ground),
        ((role.Base, role.ToolTipBase), tokens.surface),
        ((role.Button, role.AlternateBase), tokens.surface),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), tokens.text),
        ((role.PlaceholderText,), tokens.muted),
        ((role.Highlight,), tokens.selection),
        ((role.HighlightedText,), tokens.text),
        ((role.Link, role.Accent), tokens.accent),
        ((role.Mid, role.Dark, role.Shadow), tokens.line),
        ((role.Light, role.Midlight), tokens.hover),
    ):
        for each in roles:
            result.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.muted))
    return result


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )  # sRGB, WCAG 2.2
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
