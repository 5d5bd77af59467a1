"""What must be true of what exists: each check reads the platform, asks AWS, and says what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.emulator.aws import Aws
from conformance.emulator.deployed import Deployed
from conformance.emulator.report import Expect
from x2bee_constructs import Platform

__all__ = ["Check", "Sight", "always", "has_jenkins"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a check may look at."""

    platform: Platform
    aws: Aws
    deployed: Deployed


Check = Callable[[Sight, Expect], None]


def always(_: Platform) -> bool:
    """What is looked at of every platform that has the type."""
    return True


def has_jenkins(platform: Platform) -> bool:
    """Whether the platform runs a Jenkins, of which no type of AWS tells."""
    return bool(platform.toolchain and platform.toolchain.jenkins)
