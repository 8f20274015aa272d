"""C53-HD with 1,000 rows against bare typst of the same table, the data already formatted."""

import random
from collections.abc import Callable

import typst

from benchmarks.measure import Result, pairs
from desktop_app.app.forms import TT_107
from desktop_app.paper import C53, AssetRow, PaperHead, pdf
from desktop_app.paper.c53 import _cells, figures, payload
from desktop_app.paper.printable import Printer
from desktop_app.resources_path import resource

ROWS, RUNS = 1000, 5
HEAD = (
    """table.header(
  table.cell(rowspan: 2)[STT], table.cell(rowspan: 2)[Tên TSCĐ], table.cell(rowspan: 2)[Mã số],
  table.cell(rowspan: 2)[Nơi sử dụng], table.cell(colspan: 3)[Theo sổ kế toán],
  table.cell(colspan: 3)[Theo kiểm kê], table.cell(colspan: 3)[Chênh lệch], table.cell(rowspan: 2)[Ghi chú],
"""
    + "[Số lượng], [Nguyên giá], [Giá trị còn lại]," * 3
    + ")"
)


def run() -> list[Result]:
    """Measure both from the same rows; caches are emptied between runs."""
    document = form()
    source = bare_source(document)

    def bare() -> None:
        typst.Compiler(source, font_paths=fonts()).compile(format="pdf", pdf_tags=False)

    ours, other = pairs(_fresh(lambda: pdf(document)), _fresh(bare), RUNS)
    return [Result("C53-HD, 1,000 rows, PDF/A", ours, "bare typst of the same table", other, 1.3)]


def form() -> C53:
    """Return an inventory of made-up assets."""
    chosen = random.Random(1)
    rows = []
    for number in range(ROWS):
        cost = chosen.randrange(5_000_000, 20_000_000, 1000)
        kind, model = chosen.choice(["để bàn", "xách tay"]), chosen.choice(["Dell OptiPlex", "HP ProDesk"])
        name = f"Máy tính {kind} {model}"
        place = chosen.choice(["Văn phòng HĐND và UBND", "Tài chính – Kế toán", "Văn hóa – Xã hội"])
        note = chosen.choice(["", "", "Hỏng, chờ sửa"])
        code, left = f"MT-{number:05}", cost // 3
        rows.append(AssetRow(name, code, place, 1, cost, left, chosen.choice([1, 0]), cost, left, note))
    return C53(PaperHead("Ủy ban nhân dân xã Thanh Nưa", "", "", "Mẫu số: C53-HD", TT_107), rows)


def bare_source(document: C53) -> bytes:
    """Return the table alone as typst markup: the same columns, widths, size and fonts."""
    table = payload(document, Printer())["table"]
    rows = _cells(document.rows, [figures(row) for row in document.rows])
    cells = ",\n".join(",".join(f"[{cell}]" for cell in row) for row in rows)
    widths = ",".join(f"{width}pt" for width in table["widths"])
    aligned = ",".join(table["align"])
    return f"""#set text(font: "Liberation Serif", size: {table["size"]}pt, lang: "vi")
#set page(paper: "a4", flipped: true, margin: 13.5mm,
  footer: context counter(page).display("1/1", both: true))
#table(columns: ({widths}), align: ({aligned}), inset: (x: 3pt, y: 1.5pt), stroke: 0.5pt,
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
