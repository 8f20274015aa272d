"""Every indicator, in the order in which pages and reports list them."""

from desktop_app.indicators import community, equipment, network, officials, telecom
from desktop_app.indicators.model import Indicator

ALL: tuple[Indicator, ...] = (
    *equipment.INDICATORS,
    *officials.INDICATORS,
    *network.INDICATORS,
    *telecom.INDICATORS,
    *community.INDICATORS,
)
