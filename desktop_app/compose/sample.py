"""The sample as workbooks and as a home to try the program in."""

from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_app.app.enrolling import enrol
from desktop_app.app.ports import Desk, Progress
from desktop_app.compose.desktop import create_commune, create_district
from desktop_app.i18n import _
from desktop_app.sample import CODES, DISTRICT, REFERENCE_DATE, ROUND_NAME
from desktop_app.sample.entering import enter


def write_sample(folder: Path) -> list[tuple[Path, int]]:
    """Write one workbook for each commune and one for the district; return (path, rows) of each."""
    from desktop_app.compose.sample_workbooks import write_sample as write

    return write(folder)


def create_sample(
    home: Path, progress: Progress | None = None, user: str = "", *, own_key_file: bool = False
) -> Desk:
    """Make a commune's home with its sample at ``home``, to try the program; its hub does not live on."""
    with TemporaryDirectory(prefix="moduong-sample-") as scratch:
        district = _district(Path(scratch) / DISTRICT)
        activation = Path(scratch) / "activation"
        enrol(district, CODES[0], activation)
        district.store.close()
        desk = create_commune(home, activation, user or _("Người thử"), own_key_file=own_key_file)
    if progress:
        progress(1, 2)
    enter(desk, CODES[0])
    if progress:
        progress(2, 2)
    return desk


def _district(home: Path) -> Desk:
    desk, _secret = create_district(
        home, DISTRICT, "BẢN THỬ", own_key_file=True,
        reference_date=REFERENCE_DATE, round_name=ROUND_NAME, sample=True,
    )  # fmt: skip
    return desk
