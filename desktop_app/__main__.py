"""``moduong``: the command line, or the window when no command is given."""

import sys


def main() -> int:
    """Run the program with the process's arguments and return its exit code."""
    from desktop_app.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
