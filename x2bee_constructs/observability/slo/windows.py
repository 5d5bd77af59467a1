"""Over how long is looked, and from how fast a burn on somebody is called.

The numbers are those of the SRE workbook (Alerting on SLOs, multiwindow, multi-burn-rate), for 30 days: a burn rate of
1 uses up the budget in exactly that time.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BUDGET_DAYS", "PAGES", "TICKETS", "WINDOWS", "Burn", "seconds"]

BUDGET_DAYS = 30

WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
"""Every window that an alert looks at."""

_SECONDS = {"m": 60, "h": 3600, "d": 86_400}


class Burn(NamedTuple):
    """So much of the budget gone within the long window; the short one says that it still burns."""

    budget_percent: float
    long: str
    short: str

    @property
    def factor(self) -> float:
        """How many times faster than the budget allows."""
        return self.budget_percent / 100 * BUDGET_DAYS * 86_400 / seconds(self.long)


PAGES = (Burn(2, "1h", "5m"), Burn(5, "6h", "30m"))
"""14.4 and 6 times as fast: the month's budget would be gone in two days, or in five."""

TICKETS = (Burn(10, "1d", "2h"), Burn(10, "3d", "6h"))
"""3 times as fast, and just as fast as the budget lasts."""


def seconds(window: str) -> int:
    """How long a window is."""
    return int(window[:-1]) * _SECONDS[window[-1]]
