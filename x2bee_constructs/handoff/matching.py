"""Which readings meet which provided names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from x2bee_constructs.core.faults import nearest
from x2bee_constructs.handoff.grammar import HOST
from x2bee_constructs.handoff.model import Provided, Reading
from x2bee_constructs.handoff.provided import NODE_LABEL

__all__ = ["Catalogue", "likely"]


class Catalogue:
    """What is provided, by name."""

    def __init__(self, found: Iterable[Provided]) -> None:
        """Sort it."""
        self._by_name: dict[str, list[Provided]] = {}
        for one in found:
            self._by_name.setdefault(one.name, []).append(one)
        self._names = sorted(self._by_name)

    def meets(self, reading: Reading) -> list[Provided]:
        """What the reading means; empty if nothing provides it."""
        if reading.prefix:
            found = self._beginning(reading.name)
        else:
            names = [reading.name, *reading.others, *_wildcards(reading)]
            found = (one for name in names for one in self._by_name.get(name, ()))
        return [one for one in found if _fits(reading, one)]

    def _beginning(self, name: str) -> Iterator[Provided]:
        for full in self._names[bisect_left(self._names, name) :]:
            if not full.startswith(name):
                return
            yield from self._by_name[full]


def _fits(reading: Reading, one: Provided) -> bool:
    """Whether the provided name is of the kind and in the registry that is read."""
    elsewhere = reading.registry and one.registry and reading.registry != one.registry
    return (not reading.kinds or one.kind in reading.kinds) and not elsewhere


def _wildcards(reading: Reading) -> Iterator[str]:
    if HOST in reading.kinds:
        yield f"*.{reading.name.partition('.')[2]}"


def likely(reading: Reading, among: Iterable[Provided], cutoff: float) -> Provided | None:
    """The one that was most likely meant: a node label with the same key, or the name most like it to `cutoff`.

    What the names share at their beginning (customer and environment) does not count.
    """
    fitting = {one.name: one for one in among if not reading.kinds or one.kind in reading.kinds}
    if NODE_LABEL in reading.kinds:
        key = reading.name.partition("=")[0]
        return next((one for name, one in fitting.items() if name.partition("=")[0] == key), None)
    tails = {_tail(name): one for name, one in fitting.items()}
    guess = nearest(_tail(reading.name), tails, cutoff)
    return tails[guess] if guess is not None else None


def _tail(name: str) -> str:
    """What tells a name from others: without its site's path or prefix, its namespace, or its domain."""
    for mark, parts in (("/", 3), ("-", 3)):
        if name.strip("/").startswith(f"x2bee{mark}"):
            return name.strip("/").split(mark, parts)[-1]
    return name.rpartition("/")[2] if "/" in name else name.partition(".")[0]
