"""The window: Qt only here. It asks the use cases, and is handed everything else as a `Programme`."""

from desktop_app.ui.programme import Programme

__all__ = ["Programme", "run"]


def run(programme: Programme) -> int:
    """Show the window until it is closed; returns the exit status."""
    from desktop_app.ui.launch import launch

    return launch(programme)
