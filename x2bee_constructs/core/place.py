"""Where a stack is deployed."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

from aws_cdk import Stack
from constructs import IConstruct

__all__ = ["Place", "place_of"]


class Place(NamedTuple):
    """An account and a region; tokens if the stack says none."""

    account: str
    region: str


_KNOWN: WeakKeyDictionary[Stack, Place] = WeakKeyDictionary()


def place_of(construct: IConstruct) -> Place:
    """Where the construct's stack is deployed. Node.js is asked once for each stack."""
    stack = Stack.of(construct)
    if stack not in _KNOWN:
        _KNOWN[stack] = Place(stack.account, stack.region)
    return _KNOWN[stack]
