"""Three computers of a commune, and what a topic's page shows of them."""

from pathlib import Path

from desks import add
from window_kit import homes, said

from desktop_app.compose import desktop
from desktop_app.ui.pages.topic import TopicView

ROWS = (
    ("MT-1", "Để bàn", "Đông Á", "2015", "Lò Văn Bình"),
    ("MT-2", "Xách tay", "Dell", "2020", "Vì Thị An"),
    ("MT-10", "Để bàn", "Dell", "", "Cà Văn Bình"),
)


def three_computers(tmp_path: Path) -> Path:
    """Make a commune with three computers; return its home, closed."""
    commune = homes(tmp_path)[1]
    desk = desktop.open_desk(commune, "Cà Văn Khác")
    for code, kind, maker, year, user in ROWS:
        add(desk, asset_code=code, kind=kind, maker=maker, year=year, user=user)
    desk.store.close()
    return commune


def codes(view: TopicView) -> list[str]:
    """Return the asset codes on the screen, from above."""
    rows = view.grid.rows
    return [said(view.grid, row, "asset_code") for row in range(rows.rowCount() - 1)]


def chips(view: TopicView) -> list[str]:
    return [made.text().strip() for made in view.filters.chips.buttons()]


def columns(view: TopicView) -> list[str]:
    return [column.key for column in view.grid.rows.columns]
