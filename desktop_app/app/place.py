"""Where a home stands: its role, unit, keys, hub and round. Kept as one setting."""

from datetime import date
from typing import Literal

import msgspec

from desktop_app.app.ports import DeviceSecrets, Transaction
from desktop_app.errors import HomeError, UsageError
from desktop_app.i18n import _

KEY = "place"
Role = Literal["district", "replica", "commune"]
"""A hub; a PC with the hub's whole district in its scope; a PC of one unit."""


class Round(msgspec.Struct, frozen=True):
    """A survey round; ``reference_date`` is YYYY-MM-DD."""

    id: str
    name: str
    reference_date: str


class Hub(msgspec.Struct, frozen=True):
    """The hub that this home reports to (its own device at a district).

    ``url``, ``pin``: where it listens, as the activation file said; the catalogue may say it newer
    (`app.hub_facts`).
    """

    device: str
    recipient: str
    recovery: str
    name: str
    url: str = ""
    pin: str = ""


class Place(msgspec.Struct, frozen=True):
    """Everything about a home that was settled when it was made; ``unit`` is the surrogate id.

    ``old_ages``: secrets of earlier X25519 keys, by which older bundles still open.
    """

    role: Role
    unit: str
    code: str
    name: str
    level: str
    space: str
    catalogue: str
    hub: Hub
    round: Round
    sample: bool
    signing: bytes
    age: str
    public: str
    device: str
    recipient: str
    activation: str = ""
    secret: str = ""
    old_ages: tuple[str, ...] = ()

    @property
    def keys(self) -> DeviceSecrets:
        """The device's own keys."""
        return DeviceSecrets(self.signing, self.age, self.public, self.device, self.recipient)

    @property
    def identities(self) -> tuple[str, ...]:
        """Return every secret that opens what was encrypted to this home, the newest first."""
        return (self.age, *self.old_ages)

    def with_key(self, age: str, recipient: str) -> "Place":
        """Return a hub's place with a new X25519 key; the old secret is kept."""
        return msgspec.structs.replace(
            self, age=age, recipient=recipient, old_ages=self.identities,
            hub=msgspec.structs.replace(self.hub, recipient=recipient),
        )  # fmt: skip

    def opening_also(self, identities: tuple[str, ...]) -> "Place":
        """Return the place with further secrets to open bundles with, for this once."""
        return msgspec.structs.replace(self, old_ages=(*self.old_ages, *identities))

    @property
    def on(self) -> date:
        """The reference date of the open round: units are meant as of this date (DOMAIN §2)."""
        return date.fromisoformat(self.round.reference_date)

    @property
    def is_hub(self) -> bool:
        """Whether this home receives bundles."""
        return self.role == "district"

    @property
    def is_district(self) -> bool:
        """Whether the whole district is in this home's scope: at its hub, and at a replica of that."""
        return self.role != "commune"

    def __repr__(self) -> str:
        return f"Place({self.role} {self.code})"


def place_of(tx: Transaction) -> Place:
    """Return the place of this home; raises `HomeError` for one that was never set up."""
    found = tx.setting(KEY)
    if found is None:
        raise HomeError(_("Kho dữ liệu này chưa được thiết lập."), todo=_("Hãy tạo lại kho."))
    return msgspec.convert(found, Place)


def put_place(tx: Transaction, place: Place) -> None:
    """Write the place of this home."""
    tx.put_setting(KEY, msgspec.to_builtins(place))


def check_hub(place: Place) -> None:
    """Raise `UsageError` unless this home receives bundles."""
    check_district(place)
    if not place.is_hub:
        raise UsageError(
            _("Việc này chỉ làm ở máy tiếp nhận của {name}; máy này làm việc cùng máy đó.").format(
                name=place.hub.name
            )
        )


def check_district(place: Place) -> None:
    """Raise `UsageError` unless the whole district is in this home's scope."""
    if not place.is_district:
        raise UsageError(
            _("Việc này chỉ làm ở kho của huyện; kho này là của {name}.").format(name=place.name)
        )
