"""What a unit and the body that governs it are called on paper."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.units import UnitCatalogue


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name on a date, as "Xã Thanh Nưa"; ``bare`` without its kind, as "Thanh Nưa"."""

    full: str
    bare: str

    @property
    def running(self) -> str:
        """The name inside a sentence: "xã Thanh Nưa"."""
        if self.full == self.bare:
            return self.full
        return self.full[:1].lower() + self.full[1:]

    @property
    def kind(self) -> str:
        """What the unit is: "xã", "huyện", "thành phố"; "đơn vị" where its name does not say."""
        return self.running.removesuffix(self.bare).strip() or "đơn vị"

    @property
    def committee(self) -> str:
        """The people's committee in full: "Ủy ban nhân dân xã Thanh Nưa"."""
        return f"Ủy ban nhân dân {self.running}"

    @property
    def short_committee(self) -> str:
        """The people's committee as forms and sentences call it: "UBND xã Thanh Nưa"."""
        return f"UBND {self.running}"


def unit_name(units: UnitCatalogue, unit: str, on: date) -> UnitName:
    """Return what a unit (surrogate id) is called on a date."""
    version = units.version(unit, on)
    return UnitName(version.name, version.bare_name)
