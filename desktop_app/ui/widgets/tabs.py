"""A few sheets in one place, one of them shown: buttons in a row choose it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.widgets.flow import flow


class Tabs(QWidget):
    """Sheets by key. Signal: ``shown(key)`` another sheet came to the front."""

    shown = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._sheets: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._stack.setProperty("part", "clear")
        self._line = flow()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self._line)
        self.column.addWidget(self._stack, 1)

    def add(self, key: str, title: str, sheet: QWidget) -> None:
        """Add a sheet; the first one is shown."""
        made = QPushButton(title)
        made.setCheckable(True)
        made.setAccessibleName(title)
        made.clicked.connect(lambda _checked=False: self.show_sheet(key))
        self._buttons[key], self._sheets[key] = made, sheet
        self._group.addButton(made)
        self._row().addWidget(made)
        self._stack.addWidget(sheet)
        if len(self._sheets) == 1:
            self.show_sheet(key)

    def put_beside(self, widget: QWidget) -> None:
        """Put another widget after the buttons."""
        self._row().addWidget(widget)

    def _row(self) -> QLayout:
        layout = self._line.layout()
        assert layout is not None  # noqa: S101  # flow() made it
        return layout

    def name(self, key: str, title: str) -> None:
        """Change what a sheet is called: its number changed."""
        self._buttons[key].setText(title)
        self._buttons[key].setAccessibleName(title)
        self._line.updateGeometry()

    def show_sheet(self, key: str) -> None:
        """Bring a sheet to the front; an unknown one changes nothing."""
        if key not in self._sheets:
            return
        self._buttons[key].setChecked(True)
        self._stack.setCurrentWidget(self._sheets[key])
        self.shown.emit(key)

    @property
    def key(self) -> str:
        """Which sheet is shown."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def titles(self) -> dict[str, str]:
        """Return what each sheet is called."""
        return {key: made.text() for key, made in self._buttons.items()}
