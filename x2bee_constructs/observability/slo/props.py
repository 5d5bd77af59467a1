"""What the rules of objectives are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.core.alerts import PLATFORM
from x2bee_constructs.workload.objectives import Objective

__all__ = ["Promise", "Promises"]


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What one service promises, and who is called for it."""

    objective: Objective
    owner: str = PLATFORM
    """Who is called; the platform's team if not given."""
    page: str | None = None
    """The service's own page for whoever is called. None if not given."""
    calls: Sequence[str] = ()
    """Services that it needs: the first to look at."""


Promises = Mapping[str, Promise]
"""By the service's name, which is also the name of its Deployment and of its Service."""
