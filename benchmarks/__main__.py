"""Runs the benchmarks named on the command line, or all."""

import sys
from importlib import import_module

NAMES = ("first_paint", "receiving", "paper", "saving", "wire", "syncing", "postgres", "grid")


def main() -> None:
    """Print one line a ratio."""
    for name in sys.argv[1:] or NAMES:
        for result in import_module(f"benchmarks.{name}").run():
            print(result.line(), flush=True)


if __name__ == "__main__":
    main()
