"""What must be true of what exists: each check reads the platform, asks AWS, and says what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.emulator.aws import Aws
from conformance.emulator.deployed import Deployed
from conformance.emulator.report import Expect
from x2bee_constructs import Platform

__all__ = ["Check", "Sight"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a check may look at."""

    platform: Platform
    aws: Aws
    deployed: Deployed


Check = Callable[[Sight, Expect], None]
