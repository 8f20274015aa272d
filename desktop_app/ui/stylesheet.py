"""The style sheet over Fusion, made from the tokens and the text size; one part a kind of widget.

Widgets say what they are by a dynamic property ("part", "tone"), never by a colour of their own. Every
widget that takes the keyboard shows a ring of two pixels while it has it.
"""

from collections.abc import Mapping

from desktop_app.ui.theme import Look


def build(look: Look, icons: Mapping[str, str]) -> str:
    """Return the whole sheet; ``icons`` are the paths that `icons.write_tinted` gave."""
    parts = (
        _ground,
        _text,
        _rail,
        _buttons,
        _inputs,
        _ticks,
        _popups,
        _tables,
        _scrolling,
        _chips,
        _cards,
        _rest,
    )
    return "\n".join(part(look, icons) for part in parts)


def _ground(look: Look, _icons: Mapping[str, str]) -> str:
    t = look.tokens
    return f"""
QWidget {{ color: {t.text}; }}
QMainWindow, QDialog, QWidget#window, QWidget[part="page"], QStackedWidget {{ background: {t.ground}; }}
QWidget[part="sheet"] {{ background: {t.surface}; }}
QWidget[part="clear"], QScrollArea, QScrollArea > QWidget > QWidget[part="clear"] {{
    background: transparent; border: 0; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.field_line}; padding: 4px 6px; }}
QSplitter::handle {{ background: transparent; }}
"""


def _text(look: Look, _icons: Mapping[str, str]) -> str:
    t = look.tokens

    def pt(size: float) -> str:
        return f"{size * look.scale / 100:.1f}pt"

    return f"""
QLabel {{ background: transparent; }}
QLabel[part="title"] {{ font-size: {pt(16.5)}; font-weight: 600; }}
QLabel[part="heading"] {{ font-size: {pt(11.5)}; font-weight: 600; }}
QLabel[part="figure"] {{ font-size: {pt(20)}; font-weight: 600; }}
QLabel[part="value"] {{ font-size: {pt(14)}; font-weight: 600; }}
QLabel[part="section"] {{ color: {t.muted}; font-size: {pt(8.5)}; font-weight: 600; }}
QLabel[part="menu_section"] {{ color: {t.muted}; font-size: {pt(8)}; font-weight: 600;
    padding: {look.px(6)}px {look.px(12)}px {look.px(2)}px; }}
QLabel[part="small"] {{ font-size: {pt(9)}; }}
QLabel[part="muted"] {{ color: {t.muted}; }}
QLabel[part="label"], QLabel[part="hint"] {{ color: {t.muted}; font-size: {pt(9)}; }}
QLabel[part="strong"] {{ font-weight: 600; }}
QLabel[part="brand"] {{ font-size: {pt(12)}; font-weight: 700; color: {t.accent}; }}
QLabel[tone="bad"] {{ color: {t.bad}; }}
QLabel[tone="warn"] {{ color: {t.warn}; }}
QLabel[tone="good"] {{ color: {t.accent}; }}
"""


def _rail(look: Look, _icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    return f"""
QWidget#rail {{ background: {t.surface}; border: 0; border-right: 1px solid {t.line}; }}
QToolButton[part="nav"] {{ border: 2px solid transparent; border-radius: 8px; padding: {px(7)}px {px(10)}px;
    text-align: left; color: {t.muted}; font-weight: 500; background: transparent; }}
QToolButton[part="nav"][compact="true"] {{ padding: {px(8)}px; }}
QToolButton[part="nav"]:hover {{ background: {t.hover}; color: {t.text}; }}
QToolButton[part="nav"]:checked {{ background: {t.accent_soft}; color: {t.accent}; font-weight: 600; }}
QToolButton[part="nav"]:focus {{ border-color: {t.accent}; }}
"""


def _buttons(look: Look, _icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    ring, inner = f"{px(6) - 1}px {px(12) - 1}px", f"{px(6)}px {px(12)}px"
    return f"""
QPushButton {{ background: {t.surface}; border: 1px solid {t.field_line}; border-radius: 7px;
    padding: {inner};
    font-weight: 500; color: {t.text}; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.selection}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: {ring}; }}
QPushButton:disabled {{ color: {t.muted}; background: {t.ground}; border-color: {t.line}; }}
QPushButton:checked {{ background: {t.accent_soft}; color: {t.accent}; border-color: {t.accent}; }}
QPushButton[part="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
    font-weight: 600; }}
QPushButton[part="primary"]:hover {{ background: {t.accent_hover}; color: {t.on_accent}; }}
QPushButton[part="primary"]:focus {{ border: 2px solid {t.text}; padding: {ring}; }}
QPushButton[part="primary"]:disabled {{ background: {t.hover}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[part="quiet"], QToolButton[part="quiet"] {{ background: transparent;
    border: 1px solid transparent; }}
QPushButton[part="quiet"]:hover, QToolButton[part="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[part="quiet"]:focus {{ border: 2px solid {t.accent}; }}
QPushButton[part="link"] {{ background: transparent; border: 2px solid transparent; border-radius: 6px;
    text-align: left;
    padding: {px(3)}px {px(6)}px; }}
QPushButton[part="link"][tone="warn"] {{ color: {t.warn}; }}
QPushButton[part="link"]:hover {{ background: {t.hover}; }}
QPushButton[part="link"]:focus {{ border-color: {t.accent}; }}
QPushButton[part="filter"] {{ background: {t.accent_soft}; color: {t.accent}; border-color: {t.accent_soft};
    padding: {px(3)}px {px(9)}px; }}
QPushButton[part="filter"]:hover {{ border-color: {t.accent}; }}
QPushButton[part="filter"]:focus {{ border: 2px solid {t.accent}; padding: {px(3) - 1}px {px(9) - 1}px; }}
QPushButton[part="row"] {{ text-align: left; padding: {px(8)}px {px(10)}px; border-color: {t.line}; }}
QPushButton[part="row"]:focus {{ border: 2px solid {t.accent}; padding: {px(8) - 1}px {px(10) - 1}px; }}
QPushButton[part="title"] {{ background: transparent; border: 2px solid transparent; padding: 2px 4px;
    font-size: {16.5 * look.scale / 100:.1f}pt; font-weight: 600; text-align: left; }}
QPushButton[part="title"]:hover {{ background: {t.hover}; }}
QPushButton[part="title"]:focus {{ border-color: {t.accent}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QToolButton[part="quiet"] {{ border: 2px solid transparent; border-radius: 6px; padding: {px(4)}px; }}
QToolButton[part="quiet"][small="true"] {{ padding: 0; }}
QToolButton[part="quiet"]:focus {{ border-color: {t.accent}; }}
QToolButton[part="quiet"]::menu-indicator {{ image: none; width: 0; }}
"""


def _inputs(look: Look, icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px

    def every(suffix: str) -> str:
        return ", ".join(kind + suffix for kind in ("QLineEdit", "QComboBox", "QPlainTextEdit", "QSpinBox"))

    return f"""
{every("")} {{ background: {t.field}; border: 1px solid {t.field_line}; border-radius: 7px;
    padding: {px(5)}px {px(9)}px; selection-background-color: {t.accent}; selection-color: {t.on_accent};
    placeholder-text-color: {t.muted}; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {px(18)}px; }}
QLineEdit[part="scan"] {{ font-size: {13 * look.scale / 100:.1f}pt; min-height: {px(25)}px; }}
{every(":focus")} {{ border: 2px solid {t.accent}; padding: {px(5) - 1}px {px(9) - 1}px; }}
{every("[tone='bad']")} {{ border-color: {t.bad}; }}
{every(":disabled")} {{ color: {t.muted}; background: {t.ground}; }}
QLineEdit[part="cell"], QComboBox[part="cell"] {{ border: 2px solid {t.accent}; border-radius: 0;
    padding: 0 {px(5)}px; min-height: 0; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox {{ padding-right: {px(28)}px; }}
QComboBox::drop-down {{ border: 0; width: {px(26)}px; subcontrol-origin: border;
    subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url("{icons["arrow"]}"); width: {px(16)}px; height: {px(16)}px; }}
QSpinBox {{ padding-right: {px(28)}px; }}
QSpinBox QLineEdit {{ border: 0; padding: 0 {px(8)}px; background: transparent; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: 0; background: transparent; width: {px(26)}px;
    subcontrol-origin: border; }}
QSpinBox::up-button {{ subcontrol-position: top right; }}
QSpinBox::down-button {{ subcontrol-position: bottom right; }}
QSpinBox::up-arrow {{ image: url("{icons["arrow_up"]}"); width: {px(14)}px; height: {px(14)}px; }}
QSpinBox::down-arrow {{ image: url("{icons["arrow"]}"); width: {px(14)}px; height: {px(14)}px; }}
"""


def _ticks(look: Look, icons: Mapping[str, str]) -> str:
    t, side = look.tokens, look.px(16)

    def every(suffix: str) -> str:
        return ", ".join(f"{box}::indicator{suffix}" for box in ("QCheckBox", "QRadioButton", "QListView"))

    return f"""
QCheckBox, QRadioButton {{ spacing: {look.px(8)}px; padding: 2px; border: 2px solid transparent;
    border-radius: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {t.accent}; }}
{every("")} {{ width: {side}px; height: {side}px; border: 1px solid {t.muted}; border-radius: 4px;
    background: {t.field}; }}
{every(":checked")} {{ background: {t.accent}; border-color: {t.accent}; image: url("{icons["tick"]}"); }}
QRadioButton::indicator {{ border-radius: {side // 2}px; }}
QRadioButton::indicator:checked {{ image: url("{icons["dot"]}"); }}
"""


def _popups(look: Look, icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    return f"""
QMenu {{ background: {t.surface}; border: 1px solid {t.field_line}; padding: 4px; icon-size: {px(16)}px; }}
QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; border-radius: 5px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.muted}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; padding-left: {px(6)}px; }}
QMenu::indicator:checked {{ image: url("{icons["tick_menu"]}"); }}
QComboBox QAbstractItemView, QListView[part="popup"] {{ background: {t.surface};
    border: 1px solid {t.field_line};
    padding: 3px; outline: 0; selection-background-color: {t.selection}; selection-color: {t.text}; }}
QComboBox QAbstractItemView::item, QListView[part="popup"]::item {{ padding: {px(5)}px {px(8)}px;
    min-height: {px(20)}px; }}
QComboBox QAbstractItemView::item:selected, QListView[part="popup"]::item:selected {{
    background: {t.selection}; color: {t.text}; border-radius: 5px; }}
QComboBoxPrivateContainer {{ background: {t.surface}; border: 0; }}
QFrame[part="popup"] {{ background: {t.surface}; border: 1px solid {t.field_line}; border-radius: 8px; }}
"""


def _tables(look: Look, icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    points = f"{9 * look.scale / 100:.1f}pt"
    return f"""
QTableView, QListView, QTreeView {{ background: {t.surface}; border: 0; gridline-color: {t.grid}; outline: 0;
    selection-background-color: {t.selection}; selection-color: {t.text};
    alternate-background-color: {t.surface}; }}
QTableView[part="plain"]::item {{ padding: {px(6)}px {px(8)}px; border-bottom: 1px solid {t.grid}; }}
QTableView[part="plain"]::item:selected {{ background: {t.selection}; color: {t.text}; }}
QTableView[part="plain"]:focus {{ border: 1px solid {t.accent}; }}
QTableView[part="frozen"] {{ border-right: 1px solid {t.field_line}; }}
QHeaderView {{ background: {t.surface}; border: 0; }}
QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: 0;
    border-bottom: 1px solid {t.line};
    border-right: 1px solid {t.grid}; padding: {px(7)}px {px(8)}px; font-size: {points}; font-weight: 600; }}
QHeaderView::section:last {{ border-right: 0; }}
QHeaderView::up-arrow {{ image: url("{icons["sort_up"]}"); width: {px(12)}px; }}
QHeaderView::down-arrow {{ image: url("{icons["sort_down"]}"); width: {px(12)}px; }}
QTableCornerButton::section {{ background: {t.surface}; border: 0; border-bottom: 1px solid {t.line}; }}
QListView[part="ticks"]::item {{ padding: {px(4)}px 2px; }}
QListView[part="side"] {{ background: transparent; }}
QListView[part="side"]::item {{ padding: {px(7)}px {px(8)}px; border-radius: 7px;
    border: 2px solid transparent; }}
QListView[part="side"]::item:hover {{ background: {t.hover}; }}
QListView[part="side"]::item:selected {{ background: {t.accent_soft}; color: {t.accent}; }}
QListView[part="side"]::item:selected:focus {{ border-color: {t.accent}; }}
"""


def _scrolling(look: Look, _icons: Mapping[str, str]) -> str:
    t, wide = look.tokens, look.px(12)
    return f"""
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; }}
QScrollBar::handle {{ background: {t.scroll}; border-radius: {wide // 2 - 3}px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {t.scroll_hover}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; background: transparent; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
"""


def _chips(look: Look, _icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    tones = {
        "good": (t.accent_soft, t.accent),
        "warn": (t.warn_soft, t.warn),
        "bad": (t.bad_soft, t.bad),
        "plain": (t.hover, t.muted),
    }
    colours = "\n".join(
        f"""
QLabel[part="chip"][tone="{tone}"] {{ background: {soft}; color: {ink}; }}
QFrame[part="message"][tone="{tone}"] {{ background: {soft}; border: 1px solid {ink}; border-radius: 8px; }}
"""
        for tone, (soft, ink) in tones.items()
    )
    return f"""
QLabel[part="chip"] {{ border-radius: {px(10)}px; padding: {px(2)}px {px(10)}px;
    font-size: {9 * look.scale / 100:.1f}pt; font-weight: 600; }}
{colours}"""


def _cards(look: Look, _icons: Mapping[str, str]) -> str:
    t = look.tokens
    return f"""
QFrame[part="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 10px; }}
QFrame[part="drop"] {{ background: {t.surface}; border: 1px dashed {t.field_line}; border-radius: 10px; }}
QFrame[part="drop"][over="true"] {{ border-color: {t.accent}; background: {t.accent_soft}; }}
QFrame[part="rule"] {{ background: {t.line}; border: 0; max-height: 1px; min-height: 1px; }}
QWidget[part="veil"] {{ background: {_veil(look)}; }}
"""


def _veil(look: Look) -> str:
    red, green, blue = (int(look.tokens.ground[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 200)"


def _rest(look: Look, _icons: Mapping[str, str]) -> str:
    t, px = look.tokens, look.px
    return f"""
QStatusBar {{ background: {t.surface}; border-top: 1px solid {t.line}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QLabel {{ color: {t.muted}; font-size: {9 * look.scale / 100:.1f}pt;
    padding: {px(2)}px {px(6)}px; }}
QStatusBar QLabel[tone="bad"] {{ color: {t.bad}; font-weight: 600; }}
QStatusBar QLabel[tone="warn"] {{ color: {t.warn}; }}
QPushButton[part="foot"] {{ background: transparent; border: 2px solid transparent; border-radius: 6px;
    padding: 0 {px(6)}px; color: {t.muted}; font-size: {9 * look.scale / 100:.1f}pt; font-weight: 500; }}
QPushButton[part="foot"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[part="foot"]:focus {{ border: 2px solid {t.accent}; padding: 0 {px(6)}px; }}
QProgressBar {{ background: {t.grid}; border: 0; border-radius: {px(4)}px; min-height: {px(8)}px;
    max-height: {px(8)}px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {px(4)}px; }}
QProgressBar[tone="warn"]::chunk {{ background: {t.warn}; }}
"""
