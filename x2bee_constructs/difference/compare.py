"""Two states, compared."""

from __future__ import annotations

from x2bee_constructs.difference.cloudformation import compare_stacks
from x2bee_constructs.difference.kubernetes import compare_objects
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.read import State

__all__ = ["compare"]


def compare(before: State, after: State) -> Difference:
    """What going from one state to the other does to what runs."""
    changes = [
        *compare_stacks(before.resources, after.resources),
        *compare_objects(before.objects, after.objects),
    ]
    return Difference.of(changes)
