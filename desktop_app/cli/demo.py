"""``moduong demo``: the whole road once, with the sample district.

A district and 21 commune homes are made; each commune's sample is entered through the same use
cases as the window, exported as an encrypted bundle, received by the district, and reported. The
figures that the article states are printed beside the computed ones: all equal, else exit 1.
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar

import typer

from desktop_app.app.enrolling import enrol
from desktop_app.app.exchange import export
from desktop_app.app.figures import figures, lines
from desktop_app.app.files import write_file
from desktop_app.app.folders import require_medium
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import receive
from desktop_app.cli.context import table
from desktop_app.compose.desktop import create_commune, create_district, open_desk
from desktop_app.errors import UsageError
from desktop_app.i18n import _
from desktop_app.indicators.model import Figure
from desktop_app.sample import CODES, DISTRICT, REFERENCE_DATE, ROUND_NAME
from desktop_app.sample.entering import enter

MARKER = ".moduong-demo"
FOLDERS = ("district", "communes", "activations", "usb", "receipts", "paper", "pictures")
PERSON = "Người thử"
Item = TypeVar("Item")


def run_demo(out: Path) -> int:
    """Run the demo into ``out`` and return the exit code: 1 if a computed figure is not the stated one."""
    prepare(out)
    began, codes = monotonic(), list(CODES)
    desk = enter_all(out)
    with step(_("Huyện nhận gói, xã nhận biên nhận")) as each:
        for code in each(codes):
            _exchange(desk, out, code)
    found = figures(desk)
    with step(_("In biên bản kiểm kê và báo cáo")) as each:
        for code in each(codes):
            _inventory(out, code)
        _report(desk, out / "paper")
    desk.store.close()
    with step(_("Chụp các trang chính")):
        _pictures(out)
    differing = _print_figures(found)
    typer.echo(
        _("Xong sau {seconds} giây. Kết quả ở {out}").format(seconds=round(monotonic() - began), out=out)
    )
    return 1 if differing else 0


def prepare(out: Path) -> None:
    """Empty an earlier demo; raises `UsageError` for a folder that holds anything else."""
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise UsageError(
            _("Thư mục không trống và không phải của lần chạy thử trước."),
            where=str(out),
            todo=_("Hãy chọn thư mục mới bằng --out."),
        )
    for name in FOLDERS:
        shutil.rmtree(out / name, ignore_errors=True)
    require_medium(out)
    out.mkdir(parents=True, exist_ok=True)
    write_file(out / MARKER, b"moduong demo\n")
    for name in FOLDERS[1:]:
        (out / name).mkdir()


def enter_all(out: Path) -> Desk:
    """Make the district and 21 communes, enter everything, write every bundle; nothing is received yet."""
    with step(_("Tạo kho của huyện và nhập cơ quan huyện")):
        desk, _secret = create_district(
            out / "district", DISTRICT, PERSON, own_key_file=True,
            reference_date=REFERENCE_DATE, round_name=ROUND_NAME, sample=True,
        )  # fmt: skip
        enter(desk, DISTRICT)
    with step(_("Cấp máy, nhập số liệu và xuất gói ở 21 xã")) as each:
        for code in each(list(CODES)):
            _commune(desk, out, code)
    return desk


def _commune(desk: Desk, out: Path, code: str) -> None:
    """Make one commune's home, enter its sample, and write its bundle, as three people would."""
    activation = out / "activations" / f"{code}.kichhoat"
    enrol(desk, code, activation)
    commune = create_commune(out / "communes" / code, activation, PERSON, own_key_file=True)
    enter(commune, code)
    export(commune, out / "usb")
    commune.store.close()


def _exchange(desk: Desk, out: Path, code: str) -> None:
    bundle = next((out / "usb").glob(f"{code}-*"))
    (received,) = receive(desk, [bundle], out / "receipts")
    if received.is_problem or received.receipt is None:
        raise UsageError(received.reason, where=str(bundle))
    commune = open_desk(out / "communes" / code, PERSON)
    receive(commune, [received.receipt])
    commune.store.close()


def _inventory(out: Path, code: str) -> None:
    commune = open_desk(out / "communes" / code, PERSON)
    write_file(out / "paper" / f"C53-HD-{code}.pdf", commune.paper.made(commune, "c53").pdf())
    commune.store.close()


def _report(desk: Desk, paper: Path) -> None:
    write_file(paper / "bao-cao-tong-hop.pdf", desk.paper.made(desk, "report").pdf())
    desk.workbooks.report(desk, paper / "bao-cao-tong-hop.xlsx")


def _pictures(out: Path) -> None:
    from desktop_app.compose.window import save_pictures

    save_pictures(out / "district", out / "pictures", PERSON)
    save_pictures(out / "communes" / CODES[0], out / "pictures", PERSON)


def _print_figures(found: list[Figure]) -> int:
    """Print what is stated beside what is computed; return how many differ."""
    stated = [figure for figure in found if figure.stated is not None]
    typer.echo("")
    table(lines(stated))
    differing = sum(figure.agrees is False for figure in stated)
    equal = len(stated) - differing
    typer.echo(_("{equal}/{all} số khớp với bài báo.").format(equal=equal, all=len(stated)))
    return differing


# --- progress ----------------------------------------------------------------------------------------

Each = Callable[[list[Item]], Iterable[Item]]


@contextmanager
def step(title: str) -> Iterator[Callable[[list[str]], Iterable[str]]]:
    """Time one step; the function given shows a bar over a list on a terminal, nothing elsewhere."""
    begun = monotonic()

    def each(items: list[str]) -> Iterator[str]:
        with typer.progressbar(items, label=title, file=sys.stderr) as bar:
            yield from bar

    yield each if sys.stderr.isatty() else iter
    typer.echo(_("{title}: {seconds} giây").format(title=title, seconds=f"{monotonic() - begun:.1f}"))
