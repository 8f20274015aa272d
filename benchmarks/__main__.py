"""Runs the benchmarks named on the command line, or all."""

import compileall
import sys
from importlib import import_module
from pathlib import Path

import desktop_app

NAMES = ("first_paint", "receiving", "paper", "saving", "wire", "syncing", "postgres", "grid")


def main() -> None:
    """Print one line a ratio; the program is compiled, as an installed one is."""
    compileall.compile_dir(Path(desktop_app.__file__).parent, quiet=1)
    for name in sys.argv[1:] or NAMES:
        for result in import_module(f"benchmarks.{name}").run():
            print(result.line(), flush=True)


if __name__ == "__main__":
    main()
