"""The sample district: huyện Điện Biên at the end of 2022, record by record, marked "BẢN THỬ".

Unit names and codes are real; persons, villages, serials and prices are visibly made up. The
records are laid out so that every figure of the source article (DOMAIN §4) comes out of them; no
total is stored anywhere. Nothing here depends on the environment: the same records every time.
"""

from collections.abc import Iterator

from desktop_app.errors import NotFoundError
from desktop_app.i18n import _
from desktop_app.sample import community, equipment, network, people, plan
from desktop_app.sample.plan import CODES, DISTRICT, REFERENCE_DATE, ROUND_NAME
from desktop_app.sample.record import Record

__all__ = ["CODES", "DISTRICT", "REFERENCE_DATE", "ROUND_NAME", "Record", "drafts", "make"]


def make(code: str) -> Iterator[Record]:
    """Yield the records of a commune, or of the district's own offices (``DISTRICT``).

    A reference holds the ``ref`` of an earlier record of the same unit, to be replaced by that
    record's id on entry. Raises `NotFoundError` for any other code.
    """
    unit = plan.units().get(code)
    if unit is None:
        raise NotFoundError(_("Bộ mẫu không có đơn vị {code}.").format(code=code))
    yield from people.records(unit)
    yield from equipment.records(unit)
    yield from network.lines(unit)
    yield from people.paperwork(unit)
    if unit.code != DISTRICT:
        yield from community.records(unit)
        yield from network.mobile(unit)


def drafts(code: str) -> frozenset[str]:
    """Return the ``ref`` of the records that are still drafts, so that pages look alive."""
    if code not in plan.units():
        return frozenset()
    return frozenset({"computer-4", "computer-9", "peripheral-7", "village-3"})
