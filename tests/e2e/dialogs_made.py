"""Where the program makes dialogs, popups and menus, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import desktop_app.ui

CODE = Path(desktop_app.ui.__file__).parent
BASES = {"pages/history.py:_Sheet"}
"""What is only inherited from."""

DIALOGS = {"QDialog", "_Sheet", "QWizard", "QCompleter"}
MADE = {
    "QMenu", "QInputDialog", "QMessageBox", "QPrintDialog", "QProgressDialog", "QErrorMessage", "QWizard",
    "QColorDialog", "QFontDialog", "QPageSetupDialog", "QPrintPreviewDialog",
}  # fmt: skip


def made_in_the_program() -> set[str]:
    """Return where the program makes a dialog, a popup or a menu, as `CASES` names it."""
    return {
        f"{path.relative_to(CODE).as_posix()}:{name}"
        for path in CODE.rglob("*.py")
        for name in _made_in(ast.parse(path.read_text(encoding="utf-8")))
    }


def _made_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            opens = any(ast.unparse(one) == "Qt.WindowType.Popup" for one in ast.walk(node) if _is_name(one))
            if bases & (DIALOGS | MADE) or opens or node.name.endswith(("Dialog", "Popup")):
                yield node.name
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.split(".")[0] in MADE:
                yield name.split(".")[0]


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute)
