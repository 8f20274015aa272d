"""Indicators: one declaration an indicator, computed by plain SQL over the projections."""

from desktop_app.indicators.declared import ALL
from desktop_app.indicators.model import Figure, Indicator, Measure, Role, Scope
from desktop_app.indicators.run import compute

__all__ = ["ALL", "Figure", "Indicator", "Measure", "Role", "Scope", "compute"]
