"""Rules that cross fields, records and topics, as builders: a topic declares ``at_most("residual", "cost")``.

A check gets readable values only (`desktop_app.domain.checks` keeps the rest away) and says nothing
about a blank. DOMAIN §3, "Rules that cross fields and topics".
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from desktop_app.domain.checks import label, show_number
from desktop_app.domain.identities import is_junk
from desktop_app.domain.topic import Cells, Check, Facts, Label, Level, Problem, Topic
from desktop_app.domain.values import plain
from desktop_app.i18n import _, language

VIETNAM = ((8, 24), (102, 118))
"""Degrees of latitude and longitude around the country with its islands."""

IP_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
PRODUCT_KEY = re.compile(r"\b(?:[A-Za-z0-9]{5}-){4}[A-Za-z0-9]{5}\b")


# --- numbers --------------------------------------------------------------------------------------


def at_most(lower: str, upper: str, level: Level = Level.HARD) -> Check:
    """Build: the number in ``lower`` is not greater than the one in ``upper``."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        small, great = plain(cells.get(lower)), plain(cells.get(upper))
        if small is None or great is None or Decimal(small) <= Decimal(great):
            return
        low, high = topic.by_key[lower], topic.by_key[upper]
        message = _("“{low}” ({small}) lớn hơn “{high}” ({great}). Xem lại hai số.").format(
            low=label(low), small=show_number(low, small), high=label(high), great=show_number(high, great)
        )
        yield Problem(level, "greater_than", message, lower)

    return check


def norm_at_least(key: str, norm: int) -> Check:
    """Build: a number under the norm is worth a second look (soft)."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        v = plain(cells.get(key))
        if v is None or Decimal(v) >= norm:
            return
        field = topic.by_key[key]
        message = _("“{field}” là {v}, dưới định mức {norm}. Đúng thì giữ và ghi lý do.").format(
            field=label(field), v=show_number(field, v), norm=norm
        )
        yield Problem(Level.SOFT, "below_norm", message, key)

    return check


def fm_frequency(key: str) -> Check:
    """Build: a wireless station sends on 54–68 MHz; 87–108 MHz is the radio's band, to be looked at."""

    def check(_topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        v = plain(cells.get(key))
        if v is None or 54 <= Decimal(v) <= 68:
            return
        if 87 <= Decimal(v) <= 108:
            message = _("Tần số 87–108 MHz thuộc băng phát thanh FM. Xem lại giấy phép; đúng thì ghi lý do.")
            yield Problem(Level.SOFT, "broadcast_band", message, key)
        else:
            message = _("Tần số phải trong băng 54–68 MHz (hoặc 87–108 MHz). Xem lại số hoặc đơn vị MHz.")
            yield Problem(Level.HARD, "frequency", message, key)

    return check


# --- time -----------------------------------------------------------------------------------------


def year_not_future(key: str) -> Check:
    """Build: a year is not after this year; the message proposes what may have been meant."""

    def check(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        year, now = plain(cells.get(key)), facts.today.year
        if year is None or year <= now:
            return
        message = _("Năm {year} lớn hơn năm nay ({now}).").format(year=year, now=now)
        meant = likely_years(year, now, topic.by_key[key].minimum or 1900)
        if meant:
            years = _(" hoặc ").join(map(str, meant))
            message += " " + _("Có phải {years}?").format(years=years)
        yield Problem(Level.HARD, "future_year", message, key)

    return check


def likely_years(year: int, now: int, earliest: int) -> list[int]:
    """Return the years that a slip of the finger may have turned into ``year``, at most three.

    The same two last digits in either century, and the latest year with the same last digit.
    """
    candidates = {1900 + year % 100, 2000 + year % 100, now - (now - year) % 10}
    return sorted(candidate for candidate in candidates if earliest <= candidate <= now)


def not_future(key: str) -> Check:
    """Build: a date, month or moment is not after today."""

    def check(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        v, today = plain(cells.get(key)), facts.today.isoformat()
        # Canonical times sort as text; a month or a moment is compared by what it shares with a day.
        if v is None or v[:10] <= today[: len(v)]:
            return
        message = _("“{field}” ở sau hôm nay. Xem lại ngày, tháng.").format(field=label(topic.by_key[key]))
        yield Problem(Level.HARD, "future", message, key)

    return check


def after(later: str, earlier: str) -> Check:
    """Build: one date lies after another."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        last, first = plain(cells.get(later)), plain(cells.get(earlier))
        if last is None or first is None or last > first:
            return
        message = _("“{later}” phải sau “{earlier}”. Xem lại hai ngày.").format(
            later=label(topic.by_key[later]), earlier=label(topic.by_key[earlier])
        )
        yield Problem(Level.HARD, "order", message, later)

    return check


def not_used_after(in_use: str, expires: str) -> Check:
    """Build: what is said to be in use has not expired (soft: it may just have been renewed)."""

    def check(_topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        last = plain(cells.get(expires))
        if plain(cells.get(in_use)) and last is not None and last < facts.today.isoformat():
            message = _("Đã hết hạn mà vẫn ghi là đang sử dụng. Xem lại ngày hết hạn, hoặc gia hạn.")
            yield Problem(Level.SOFT, "expired", message, expires)

    return check


# --- answers --------------------------------------------------------------------------------------


def needs(key: str, v: Any, other: str, *wanted: Any) -> Check:
    """Build: the answer ``v`` in ``key`` goes only with one of ``wanted`` in ``other``."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        given = plain(cells.get(other))
        if plain(cells.get(key)) != v or given is None or given in wanted:
            return
        field = topic.by_key[other]
        names = [choice.label.text(language()) for choice in field.choices if choice.key in wanted]
        message = _("“{key}” như đã ghi thì “{other}” phải là: {names}. Sửa một trong hai.").format(
            key=label(topic.by_key[key]), other=label(field), names=", ".join(names)
        )
        yield Problem(Level.HARD, "needs", message, other)

    return check


def forbids(key: str, v: Any, *others: str) -> Check:
    """Build: with the answer ``v`` in ``key`` the ``others`` have no meaning (soft)."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        if plain(cells.get(key)) != v:
            return
        asked = topic.by_key[key]
        choice = asked.choice(v)
        said = choice.label.text(language()) if choice else str(v)
        for other in others:
            if plain(cells.get(other)) is not None:
                message = _("“{key}” là “{said}” nhưng vẫn ghi “{other}”. Sửa một trong hai.").format(
                    key=label(asked), said=said, other=label(topic.by_key[other])
                )
                yield Problem(Level.SOFT, "forbidden", message, other)

    return check


def recommended(key: str, why: Label) -> Check:
    """Build: a blank is allowed, and ``why`` says what it costs (soft)."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        if cells.get(key) is not None:
            return
        message = _("Chưa ghi “{field}”: {why}").format(
            field=label(topic.by_key[key]), why=why.text(language())
        )
        yield Problem(Level.SOFT, "recommended", message, key)

    return check


def real_identity(key: str) -> Check:
    """Build: what a maker left in the firmware is not a serial number (soft)."""

    def check(topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        v = plain(cells.get(key))
        if v is not None and is_junk(v):
            message = _(
                "“{v}” không phải là {field} thật. Xem nhãn máy, hoặc chọn “chưa có số liệu”."
            ).format(v=v, field=label(topic.by_key[key]).lower())
            yield Problem(Level.SOFT, "not_an_identity", message, key)

    return check


# --- what must not be written ---------------------------------------------------------------------


def no_address(key: str, v: str) -> Check:
    """Build: with ``v`` in ``key`` no text holds an IP address (a classified machine has none)."""

    def check(_topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        if plain(cells.get(key)) != v:
            return
        for name in _holding(cells, IP_ADDRESS):
            message = _("Máy soạn thảo văn bản mật không có địa chỉ IP. Xóa địa chỉ, hoặc sửa “Kết nối”.")
            yield Problem(Level.HARD, "classified_address", message, name)

    return check


def no_product_key() -> Check:
    """Build: a licence's key is never kept (DOMAIN §6)."""

    def check(_topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        for name in _holding(cells, PRODUCT_KEY):
            message = _("Đây có vẻ là khóa bản quyền. Không ghi khóa bản quyền vào phiếu: hãy xóa.")
            yield Problem(Level.HARD, "product_key", message, name)

    return check


def _holding(cells: Cells, pattern: re.Pattern[str]) -> Iterable[str]:
    texts = ((key, plain(cell)) for key, cell in cells.items())
    return [key for key, v in texts if isinstance(v, str) and pattern.search(v)]


def within_vietnam(key: str) -> Check:
    """Build: coordinates lie in Vietnam; latitude comes first (soft)."""

    def check(_topic: Topic, cells: Cells, _facts: Facts) -> Iterator[Problem]:
        place = plain(cells.get(key))
        if place is None:
            return
        (south, north), (west, east) = VIETNAM
        if south <= Decimal(place["lat"]) <= north and west <= Decimal(place["lon"]) <= east:
            return
        message = _("Tọa độ nằm ngoài Việt Nam. Vĩ độ (8–24) ghi trước, kinh độ (102–118) ghi sau.")
        yield Problem(Level.SOFT, "outside_vietnam", message, key)

    return check


# --- other records --------------------------------------------------------------------------------


def one_per(*keys: str) -> Check:
    """Build: one record for each combination of ``keys`` in a unit; more is a possible duplicate (soft)."""

    def check(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        values = {key: plain(cells.get(key)) for key in keys}
        if None in values.values() or not facts.alike(topic.key, values):
            return
        names = ", ".join(f"“{label(topic.by_key[key])}”" for key in keys)
        message = _("Đã có dòng khác cùng {names}. Xem có nhập trùng không.").format(names=names)
        yield Problem(Level.SOFT, "possible_duplicate", message, keys[0])

    return check


def no_more_than(topic_key: str, reference: str, limit: str) -> Check:
    """Build: the records of another topic that point here are not more than the number ``limit`` (soft)."""

    def check(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        number = plain(cells.get(limit))
        if number is None:
            return
        count = facts.count(topic_key, reference, facts.rec)
        if count > number:
            message = _("Có {count} máy tính, nhiều hơn “{limit}” ({number}). Xem lại; đúng thì ghi lý do.")
            said = message.format(count=count, limit=label(topic.by_key[limit]), number=number)
            yield Problem(Level.SOFT, "more_than_posts", said, limit)

    return check


def linked(key: str, field: str, *wanted: str) -> Check:
    """Build: the record that ``key`` points at holds one of ``wanted`` in its ``field`` (soft)."""

    def check(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
        to, rec = topic.by_key[key].to, plain(cells.get(key))
        target = facts.record(to, rec) if to and rec else None
        found = plain(target.get(field)) if target else None
        if found is not None and found not in wanted:
            message = _("“{field}” đã chọn chưa được đấu nối. Xem lại trạng thái của mục đó.").format(
                field=label(topic.by_key[key])
            )
            yield Problem(Level.SOFT, "not_linked", message, key)

    return check
