"""What the use cases ask of the surroundings: the rooms that implement it meet only here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from desktop_app.app.ports.bundles import (
    Activation,
    Codec,
    DeviceSecrets,
    EnrolProof,
    Envelope,
    HubCard,
    Opened,
    Outgoing,
    Request,
    SealedTips,
    SealInfo,
    UnitPlace,
    Written,
)
from desktop_app.app.ports.forms import NOTHING_ASKED, Asking, FormInfo, Want
from desktop_app.app.ports.link import (
    Address,
    Connect,
    Link,
    Standing,
    Tell,
    Transfer,
)
from desktop_app.app.ports.sheets import (
    SheetNote,
    SheetRow,
    SheetRows,
    Workbooks,
)
from desktop_app.app.ports.store import (
    BundleInfo,
    Ingested,
    PeerInfo,
    Query,
    SpaceInfo,
    StocktakeInfo,
    Store,
    StoredRow,
    Tally,
    Transaction,
)
from desktop_app.domain.have import Have
from desktop_app.domain.ids import Random
from desktop_app.domain.units import UnitCatalogue
from desktop_app.topics.registry import Registry

__all__ = [
    "NOTHING_ASKED",
    "Activation",
    "Address",
    "Asking",
    "BundleInfo",
    "Clock",
    "Codec",
    "Connect",
    "Desk",
    "DeviceSecrets",
    "EnrolProof",
    "Envelope",
    "FormInfo",
    "Have",
    "HubCard",
    "Ingested",
    "Link",
    "Opened",
    "Outgoing",
    "Paper",
    "PeerInfo",
    "Printed",
    "Progress",
    "Query",
    "Random",
    "Request",
    "SealInfo",
    "SealedTips",
    "SheetNote",
    "SheetRow",
    "SheetRows",
    "SpaceInfo",
    "Standing",
    "StocktakeInfo",
    "Store",
    "StoredRow",
    "Tally",
    "Tell",
    "Transaction",
    "Transfer",
    "UnitPlace",
    "Want",
    "Workbooks",
    "Written",
]


class Clock(Protocol):
    """Time, passed in so that tests may stop it."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""

    def today(self) -> date:
        """Return the local date."""


class Printed(Protocol):
    """Pages ready to look at, print or keep: as PDF, and as SVG drawings.

    ``first_page`` is that of a long document, had long before all; None for a short one. ``is_empty``: no
    record is in it.
    """

    @property
    def is_empty(self) -> bool: ...
    def pdf(self) -> bytes: ...
    def first_page(self) -> str | None: ...
    def pages(self) -> list[str]: ...
    def forget(self) -> None: ...


class Paper(Protocol):
    """typst pages made from records (paper/)."""

    def made(self, desk: "Desk", form: str, asking: Asking = NOTHING_ASKED) -> Printed: ...
    def joined(self, parts: Sequence[tuple[str, bytes]]) -> bytes: ...


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Desk:
    """What every use case works with: the store, the tools, and who sits there."""

    store: Store
    codec: Codec
    paper: Paper
    workbooks: Workbooks
    clock: Clock
    random: Random
    topics: Registry
    units: UnitCatalogue
    user: str
