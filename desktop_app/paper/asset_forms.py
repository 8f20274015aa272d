"""S26-H, S25-H and C50-HD made from the records of a home."""

from desktop_app.app.ports import Asking, Desk
from desktop_app.paper import s25, s26
from desktop_app.paper.c50 import C50
from desktop_app.paper.heads import headed, named
from desktop_app.paper.holdings import holdings, retired
from desktop_app.paper.s25 import S25
from desktop_app.paper.s26 import S26


def s26_of(desk: Desk, asking: Asking) -> S26:
    """Return the ledger of an office, or of all that a unit has; raises `NotFoundError`."""
    whose = headed(desk, asking, "s26")
    return S26(
        whose.head,
        whose.place_of_use,
        holdings(desk, whose.asked.code, whose.office),
        retired(desk, whose.asked.code, whose.office),
        signatures=named(s26.SIGNATURES, whose.details),
        year=whose.asked.place.on.year,
        sample=whose.asked.place.sample,
    )


def s25_of(desk: Desk, asking: Asking) -> S25:
    """Return the cards of what an office, or a unit, has; raises `NotFoundError`."""
    whose = headed(desk, asking, "s25")
    return S25(
        whose.head,
        holdings(desk, whose.asked.code, whose.office, asking.where),
        whose.asked.place.on.year,
        named(s25.SIGNATURES, whose.details),
        sample=whose.asked.place.sample,
    )


def c50_of(desk: Desk, asking: Asking) -> C50:
    """Return the record of handing over what an office, or a unit, has; raises `NotFoundError`."""
    whose = headed(desk, asking, "c50")
    found = holdings(desk, whose.asked.code, whose.office, asking.where)
    return C50(whose.head, found, sample=whose.asked.place.sample)
