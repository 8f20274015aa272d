"""From the start of the process to the first paint, against a bare PySide6 window with a label."""

import os
import subprocess
import sys
import tempfile

from benchmarks.measure import Result, pairs

BARE = """
import os
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event); os._exit(0)
app = QApplication([]); window = Window(); window.setCentralWidget(QLabel("Mở Đường"))
window.resize(1366, 720)
window.show(); app.exec()
"""
OURS = """
import os, sys
from desktop_app.ui import launch
place = launch.Window.place
def placed(window):
    window.painted.connect(lambda: os._exit(0)); place(window)
launch.Window.place = placed
from desktop_app.__main__ import main
main()
"""


def run() -> list[Result]:
    """Measure whole processes in turn."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": home}

        def start(code: str, *words: str) -> None:
            subprocess.run([sys.executable, "-c", code, *words], env=environment, check=True, timeout=60)

        start(OURS, "--home", home)
        ours, bare = pairs(lambda: start(OURS, "--home", home), lambda: start(BARE), 9)
    return [Result("first paint of the window", ours, "bare PySide6 window", bare, 1.5)]
