"""The system's clock."""

import time
from datetime import date, datetime


class SystemClock:
    """`app.ports.Clock` by the operating system."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000

    def today(self) -> date:
        """Return the local date."""
        return datetime.now().astimezone().date()
