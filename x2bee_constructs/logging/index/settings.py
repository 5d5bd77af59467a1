"""What the index side must know of an environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.domain_login import Right
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.names import LogClass

__all__ = ["IndexSettings"]


@dataclass(frozen=True)
class IndexSettings:
    """One environment's indices, and who may see them."""

    site: Site
    hot_days: Mapping[LogClass, int]
    shards: int
    replicas: int
    groups: Mapping[str, Right]
    iam_groups: bool
    """Whether groups are IAM roles by name."""
    writer_role: str
    """The IAM role of Fluentd's pods, by name."""
    guests: Sequence[LogGuest] = ()
    """Who else keeps data in the domain."""
