"""Marks on the constructs of the AWS side: a library of ours beside the CDK (ADR 28)."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import IConstruct

from x2bee_constructs.core.jsii_library import caller

__all__ = ["mark", "mark_acknowledged"]

_call = caller(__name__)


def mark_acknowledged(construct: IConstruct, key: str, ids: Sequence[str], reason: str) -> None:
    """Acknowledge findings by their qualified ids, as the CDK does, each also as metadata of the construct by `key`."""
    _call("acknowledge", construct, key, list(ids), reason)


def mark(construct: IConstruct, key: str, text: str) -> bool:
    """Put a text into the metadata of a construct's resource; False if it has none.

    The resource is the construct itself or its default child.
    """
    return bool(_call("mark", construct, key, text))
