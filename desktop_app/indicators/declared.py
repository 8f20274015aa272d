"""Every indicator, in the order in which pages and reports list them."""

from desktop_app.indicators import community, equipment, network, officials, telecom
from desktop_app.indicators.model import Indicator

STATED_OF = "100"
"""The unit (GSO code) of which the source of the indicators states figures: huyện Điện Biên."""

ALL: tuple[Indicator, ...] = (
    *equipment.INDICATORS,
    *officials.INDICATORS,
    *network.INDICATORS,
    *telecom.INDICATORS,
    *community.INDICATORS,
)
