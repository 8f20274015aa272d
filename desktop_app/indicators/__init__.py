"""Indicators: one declaration an indicator, computed by plain SQL over the projections."""

from desktop_app.indicators import community, equipment, network, officials, telecom
from desktop_app.indicators.model import Figure, Indicator, Measure, Role, Scope
from desktop_app.indicators.run import compute

__all__ = ["ALL", "Figure", "Indicator", "Measure", "Role", "Scope", "compute"]

ALL: tuple[Indicator, ...] = (
    *equipment.INDICATORS,
    *officials.INDICATORS,
    *network.INDICATORS,
    *telecom.INDICATORS,
    *community.INDICATORS,
)
