"""C53-HD on paper: beside bare typst and other libraries drawing the same table; 10,000 rows; a preview."""

import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import typst

from benchmarks.measure import Result, afresh, pairs, seconds
from benchmarks.paper_rivals import RIVALS, Table, there
from desktop_app.app import entry
from desktop_app.app.forms import TT_107
from desktop_app.app.ports import Desk
from desktop_app.compose.desktop import create_district, open_desk
from desktop_app.domain.values import Value
from desktop_app.paper import C53, AssetRow, PaperHead, forget, pdf
from desktop_app.resources_path import resource

ROWS, RUNS, RIVAL_RUNS = 1000, 5, 3
OURS = "Mở Đường"
HEAD = (
    """table.header(
  table.cell(rowspan: 2)[STT], table.cell(rowspan: 2)[Tên TSCĐ], table.cell(rowspan: 2)[Mã số],
  table.cell(rowspan: 2)[Nơi sử dụng], table.cell(colspan: 3)[Theo sổ kế toán],
  table.cell(colspan: 3)[Theo kiểm kê], table.cell(colspan: 3)[Chênh lệch], table.cell(rowspan: 2)[Ghi chú],
"""
    + "[Số lượng], [Nguyên giá], [Giá trị còn lại]," * 3
    + ")"
)


class Cost(NamedTuple):
    """What one drawing takes: seconds, bytes of memory beyond those before it, bytes of the file."""

    time: float
    memory: float
    size: float


def run() -> list[Result]:
    """Measure all from the same rows; caches are emptied between runs, or the process is new."""
    return [*_bare(), *_beside_others(), *_preview()]


# --- bare typst, and ten times the rows ----------------------------------------------------------------


def _bare() -> list[Result]:
    document, long = form(ROWS), form(10 * ROWS)
    source = bare_source(document)

    def bare() -> None:
        typst.Compiler(source, font_paths=fonts()).compile(format="pdf", pdf_tags=False)

    ours, other = pairs(_fresh(lambda: pdf(document)), _fresh(bare), RUNS)
    forget()
    tenfold = seconds(lambda: pdf(long))
    forget()
    return [
        Result("C53-HD, 1,000 rows, PDF/A", ours, "bare typst of the same table", other, 1.2),
        Result("C53-HD, 10,000 rows", tenfold, "ten times 1,000 rows", 10 * ours, 1.2),
    ]


def form(rows: int) -> C53:
    """Return an inventory of made-up assets."""
    chosen = random.Random(1)
    made = []
    for number in range(rows):
        cost = chosen.randrange(5_000_000, 20_000_000, 1000)
        kind, model = chosen.choice(["để bàn", "xách tay"]), chosen.choice(["Dell OptiPlex", "HP ProDesk"])
        name = f"Máy tính {kind} {model}"
        place = chosen.choice(["Văn phòng HĐND và UBND", "Tài chính – Kế toán", "Văn hóa – Xã hội"])
        note = chosen.choice(["", "", "Hỏng, chờ sửa"])
        code, left = f"MT-{number:05}", cost // 3
        made.append(AssetRow(name, code, place, 1, cost, left, chosen.choice([1, 0]), cost, left, note))
    return C53(PaperHead("Ủy ban nhân dân xã Thanh Nưa", "", "", "Mẫu số: C53-HD", TT_107), made)


def bare_source(document: C53) -> bytes:
    """Return the table alone as typst markup: the same columns, widths, size and fonts."""
    table = Table(document)
    cells = ",\n".join(",".join(f"[{cell}]" for cell in row) for row in table.rows)
    widths = ",".join(f"{width}pt" for width in table.widths)
    return f"""#set text(font: "Liberation Serif", size: {table.size}pt, lang: "vi")
#set page(paper: "a4", flipped: true, margin: 13.5mm,
  footer: context counter(page).display("1/1", both: true))
#table(columns: ({widths}), align: ({",".join(table.align)}), inset: (x: 3pt, y: 1.5pt), stroke: 0.5pt,
{HEAD}, {cells})""".encode()


def fonts() -> typst.Fonts:
    """Return the program's own fonts and no others."""
    folder = str(resource("fonts", "liberation"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _fresh(job: Callable[[], object]) -> Callable[[], object]:
    def run_fresh() -> object:
        compiler = typst.Compiler(b"", font_paths=fonts())
        for _ in range(14):  # typst forgets what was not used for so many runs
            compiler.compile(b"", format="svg")
        return job()

    return run_fresh


# --- other libraries -----------------------------------------------------------------------------------


def _beside_others() -> list[Result]:
    names = [OURS, *there()]
    for name in set(RIVALS) - set(names):
        print(f"{name}: not installed, so not measured")
    measured: dict[str, list[Cost]] = {name: [] for name in names}
    for _ in range(RIVAL_RUNS):
        for name in names:
            measured[name].append(afresh(_drawn, name))
    costs = {
        name: Cost(*map(statistics.median, zip(*found, strict=True))) for name, found in measured.items()
    }
    ours = costs.pop(OURS)
    return [
        line
        for name, cost in costs.items()
        for line in (
            Result("C53-HD, 1,000 rows: time", ours.time, name, cost.time),
            Result("    memory", ours.memory, name, cost.memory, is_bytes=True),
            Result("    size of the file", ours.size, name, cost.size, is_bytes=True),
        )
    ]


def _drawn(name: str) -> Cost:
    """Draw the table in this process, which does nothing else; what is imported on the way counts."""
    document = form(ROWS)
    table = Table(document)
    before = _peak()
    made: list[bytes] = []
    time = seconds(lambda: made.append(pdf(document) if name == OURS else RIVALS[name](table)))
    return Cost(time, _peak() - before, len(made[0]))


def _peak() -> int:
    """Return the most memory that this process has held, in bytes; what its parent held does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


# --- the preview ---------------------------------------------------------------------------------------


def _preview() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        home = Path(name) / "home"
        afresh(_make_home, home)
        found = [afresh(_shown, home) for _ in range(RUNS)]
    first, whole = (statistics.median(times) for times in zip(*found, strict=True))
    return [Result("preview of 1,000 records: first page", first, "all its pages", whole, most=0.5)]


def _make_home(home: Path) -> None:
    desk, _recovery = create_district(home, "100", "Đo", own_key_file=True)
    rows = [(entry.new_record(desk, "computer"), _record(row)) for row in form(ROWS).rows]
    entry.save_many(desk, rows)
    desk.store.close()


def _record(row: AssetRow) -> dict[str, Value]:
    known = {"asset_code": row.code, "kind": "desktop", "model": row.name, "room": row.place}
    return {key: Value(value) for key, value in known.items()} | {"cost": Value(row.book_cost)}


def _shown(home: Path) -> tuple[float, float]:
    """From the records to a picture of the first page; then, from the same, to all pages as drawings."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    desk = open_desk(home)
    first = seconds(lambda: _first_picture(desk))
    forget()
    whole = seconds(lambda: desk.paper.made(desk, "c53").pages())
    desk.store.close()
    del application
    return first, whole


def _first_picture(desk: Desk) -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from desktop_app.ui.pages.preview import SvgPage

    drawing = desk.paper.made(desk, "c53").first_page()
    assert drawing is not None
    page = SvgPage(drawing)
    image = QImage(page.points.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    page.draw(painter, QRectF(image.rect()))
    painter.end()
