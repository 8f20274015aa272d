"""The doctor: is what this home shows what its log says? It looks, and never changes the home.

What follows from the log is made anew in a temporary copy, under the same key, and compared row by
row (SYNC.md, DIGEST).
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from desktop_app.app import logbook
from desktop_app.app.files import KEY_FILE
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.trust import authority
from desktop_app.domain.digest import space_digest
from desktop_app.i18n import _

SPARE_BYTES = 200 * 1024 * 1024  # for a day's backup and a bundle
TRIALS = 3
DAY_MS = 24 * 60 * 60 * 1000
EARLIEST_MS = 1_640_995_200_000  # 2022-01-01: before it this program was not written


class Finding(NamedTuple):
    """What is not as it should be, and what to do."""

    what: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at; sound if nothing was found."""

    name: str
    findings: tuple[Finding, ...]


def examine(desk: Desk) -> list[Checked]:
    """Look at everything, and say what was found; the home is not changed."""
    checked = [_checked(_("tệp kho dữ liệu"), _file(desk))]
    if not checked[0].findings:  # of a damaged file nothing more can be said
        with desk.store.read() as tx:
            log = logbook.read_log(tx)
            checked += [
                _checked(_("nhật ký: băm và nối chuỗi"), _told(logbook.faults(tx, log))),
                _checked(_("chữ ký bảo đảm"), _told(logbook.unvouched(desk, tx, log))),
                _checked(_("đồng hồ"), _clock(desk, tx, log)),
            ]
        if not log.altered:  # what was altered is no ground to build on
            checked.append(_checked(_("bảng dựng lại từ nhật ký"), _rebuilt(desk)))
    checked.append(_checked(_("quyền của thư mục và khoá"), _rights(desk.store.path)))
    checked.append(_checked(_("chỗ trống trên đĩa"), _space(desk.store.path)))
    return checked


def _checked(name: str, found: Iterable[Finding]) -> Checked:
    return Checked(name, tuple(found))


def _told(faults: Iterable[str]) -> Iterator[Finding]:
    todo = _("Hãy sao lưu ngay, rồi khôi phục bản sao lưu gần nhất và trao đổi lại với huyện.")
    return (Finding(fault, todo) for fault in faults)


def _file(desk: Desk) -> Iterator[Finding]:
    if not desk.store.is_sound():
        yield Finding(
            _("Kho dữ liệu bị hỏng."),
            _("Đừng xoá gì; hãy khôi phục bằng “moduong restore” từ thư mục “backups”."),
        )


# --- what follows from the log -----------------------------------------------------------------------


def _rebuilt(desk: Desk) -> list[Finding]:
    found: list[Finding] = []
    for _time in range(TRIALS):
        with _trial(desk) as (here, anew):
            found = list(_compared(desk, here, anew))
            if here.largest_row() == anew.largest_row():
                break  # else somebody wrote between the two looks
    return found


def _compared(desk: Desk, here: Transaction, anew: Transaction) -> Iterator[Finding]:
    for name, ours, theirs in zip(_names(desk), _views(desk, here), _views(desk, anew), strict=True):
        if differing := sorted({str(row[0]) for row in set(ours) ^ set(theirs)}):
            yield Finding(
                _("{table}: {n} dòng khác với nhật ký, ví dụ {key}.").format(
                    table=name, n=len(differing), key=differing[0]
                ),
                _("Hãy chạy “moduong rebuild”: số liệu nằm trong nhật ký, không mất gì."),
            )


@contextmanager
def _trial(desk: Desk) -> Iterator[tuple[Transaction, Transaction]]:
    """Give a look at the home, and at a copy of it in which all was made anew."""
    with tempfile.TemporaryDirectory(prefix="moduong-", ignore_cleanup_errors=True) as folder:
        copy = desk.store.copied(Path(folder))
        try:
            with copy.write() as tx:
                tx.rebuild()
                tx.recount(authority(tx, place_of(tx)))
            with desk.store.read() as here, copy.read() as anew:
                yield here, anew
        finally:
            copy.close()


def _names(desk: Desk) -> list[str]:
    fixed = [_("thao tác được tính"), _("trạng thái hợp nhất"), _("bản ghi"), _("lịch sử")]
    return [*fixed, *(f"p_{topic.key}" for topic in desk.topics.all)]


def _views(desk: Desk, tx: Transaction) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what follows from the log: rows that begin with their key, without local numbers."""
    yield [(op.hex(),) for (op,) in tx.execute("SELECT op_id FROM op WHERE held IS NULL", {})]
    yield [(one.uuid, space_digest(tx.heads(one.uuid))) for one in tx.spaces()]
    record = "FROM record r JOIN space s ON s.id = r.space_id"
    yield tx.execute(f"SELECT r.rec, r.topic, s.uuid, r.hidden, r.review, r.same {record}", {})
    touched = f"{record} JOIN touched t ON t.record_id = r.id"
    yield tx.execute(f"SELECT r.rec, r.topic, s.uuid, t.op {touched}", {})  # our own names
    for topic in desk.topics.all:
        rows = tx.execute(f"SELECT rec, p.* FROM p_{topic.key} p", {})  # noqa: S608  # our own names
        yield [(row[0], *row[2:]) for row in rows]


# --- the surroundings --------------------------------------------------------------------------------


def _clock(desk: Desk, tx: Transaction, log: logbook.LogBook) -> Iterator[Finding]:
    now = desk.clock.now_ms()
    todo = _("Hãy chỉnh ngày giờ của máy; số liệu đã ghi vẫn được hợp nhất đúng.")
    if now < EARLIEST_MS:
        yield Finding(
            _("Đồng hồ máy chạy sai: đang là {day}.").format(day=desk.clock.today().isoformat()), todo
        )
    last = max([log.own_last_ms, *(one.time for one in tx.bundles())])
    if last > now + DAY_MS:
        days = (last - now) // DAY_MS
        yield Finding(_("Đồng hồ máy chậm hơn lần ghi trước {n} ngày.").format(n=days), todo)


def _rights(home: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    for path in (home, home / KEY_FILE):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(
                _("Người khác trên máy này đọc được {path}.").format(path=path),
                _("Hãy chỉ để chủ của kho đọc: chmod go-rwx."),
            )


def _space(home: Path) -> Iterator[Finding]:
    size = sum(file.stat().st_size for file in home.glob("*.db*"))
    free = shutil.disk_usage(home).free
    if free < SPARE_BYTES + 2 * size:
        yield Finding(
            _("Đĩa chỉ còn trống {n} MB.").format(n=free // 2**20),
            _("Hãy dọn bớt để còn chỗ cho bản sao lưu và gói gửi."),
        )
