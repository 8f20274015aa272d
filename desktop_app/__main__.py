"""``moduong``: the command line, or the window when no command is given."""

import sys


def main() -> int:
    """Run the program with the process's arguments and return its exit code."""
    from desktop_app.cli.words import window_options

    options = window_options(sys.argv[1:])
    if options is None:
        from desktop_app.cli.main import run

        return run(sys.argv[1:])
    return _window(options)


def _window(options: dict[str, str]) -> int:
    """Show the window without the weight of the command line: its first paint is what people wait for."""
    from pathlib import Path

    from desktop_app.cli.opening import show
    from desktop_app.errors import UserError
    from desktop_app.i18n import set_language

    set_language("en" if options.get("--lang") == "en" else "vi")
    try:
        return show(Path(options["--home"]) if "--home" in options else None, options.get("--user", ""))
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
