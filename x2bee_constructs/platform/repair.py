"""Puts faulty values aside, so that the checks across fields can still run on the rest of a file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, cast

from pydantic_core import ErrorDetails

from x2bee_constructs.core.documents import Place, as_mapping

__all__ = ["TIERS", "Repair"]

_STAND_INS: dict[str, Any] = {
    "account": "000000000000",
    "customer": "customer",
    "domain": "customer.example",
    "environment": "prd",
    "instance": "db.r7g.large",
    "region": "ap-northeast-2",
}
"""For required values that are missing or wrong; only ever checked, never synthesized."""

_STAND_IN_ENTRIES: dict[str, dict[str, Any]] = {
    "databases": {"instance": "db.r7g.large"},
    "services": {"runtime": "nodejs"},
}
"""For whole databases and services that are wrong: what names them should not be told that they do not exist."""

TIERS = ("app", "public", "data")
"""The tiers of an existing network, as a file says them."""

_NOTHING = object()

_NAMES_A_DATABASE = {"database", "reads", "enabled", "runtime", "[key]"}


class Repair:
    """A copy of the file's data in which faulty values are gone or replaced; faults keep their places in the file."""

    def __init__(self, data: Any) -> None:
        self.data: Any = deepcopy(data)
        self._aside: list[Place] = []
        self._holes: dict[Place, list[int]] = {}

    def put_aside(self, faults: list[ErrorDetails], up: int = 0) -> bool:
        """Take out the value of each fault, or what holds it `up` levels above; later list entries first.

        False if the file says nothing there that could be taken out.
        """
        wanted = {_above(fault["loc"], up) for fault in faults}
        places = sorted(wanted, key=lambda p: [str(part).zfill(6) for part in p], reverse=True)
        before = [(place, self._in_file(place)) for place in places]
        changed = False
        for place, in_file in before:
            self._aside.append(in_file)
            changed |= self._take_out(place)
        return changed

    def news(self, faults: list[ErrorDetails]) -> list[ErrorDetails]:
        """The faults that are not a consequence of what was put aside, at their places in the file."""
        placed: list[ErrorDetails] = [{**fault, "loc": self._in_file(fault["loc"])} for fault in faults]
        return [fault for fault in placed if not self._follows(fault)]

    def _follows(self, fault: ErrorDetails) -> bool:
        place = fault["loc"]
        if fault["type"] == "X2B203":  # an unused database, where a service that may use it was put aside
            return any(
                old[0] == "services" and (old[2:3] or ("database",))[0] in _NAMES_A_DATABASE for old in self._aside
            )
        if fault["type"] == "X2B205" and place == ("region",):  # no zones, where those that were said were put aside
            return any(old[:2] in {("network",), ("network", "zones")} for old in self._aside)
        return any(place == old[: len(place)] or old == place[: len(old)] for old in self._aside)

    def _in_copy(self, place: Place) -> Place:
        """The place without the parts that pydantic adds and no file has."""
        found: list[str | int] = []
        here = self.data
        for part in place:
            inner = _child(here, part)
            if inner is not _NOTHING:
                here = inner
                found.append(part)
        if place and place[-1] not in (*found, "[key]"):
            found.append(place[-1])
        return tuple(found)

    def _in_file(self, place: Place) -> Place:
        """The place as it was before entries were taken out of lists."""
        found: list[str | int] = []
        for index, part in enumerate(place):
            shift = part
            for hole in self._holes.get(place[:index], []):
                if isinstance(shift, int) and hole <= shift:
                    shift += 1
            found.append(shift)
        return tuple(found)

    def _take_out(self, loc: Place) -> bool:
        place = self._in_copy(loc)
        here = self.data
        for part in place[:-1]:
            here = _child(here, part)
        last = place[-1] if place else ""
        if (mapping := as_mapping(here)) is not None:
            there = mapping.pop(str(last), _NOTHING) is not _NOTHING
            if last == "id" and place[:2] == ("network", "existing"):
                mapping["id"] = _stand_in_id(place)
            elif last in _STAND_INS:
                mapping[str(last)] = _STAND_INS[str(last)]
            elif len(loc) == 2 and loc[-1] != "[key]" and place[0] in _STAND_IN_ENTRIES:
                mapping[str(last)] = dict(_STAND_IN_ENTRIES[str(place[0])])
            return there or str(last) in mapping
        if isinstance(here, list) and isinstance(last, int):
            cast("list[Any]", here).pop(last)
            self._holes.setdefault(loc[:-1], []).append(last)
            self._holes[loc[:-1]].sort()
            return True
        return False


def _stand_in_id(place: Place) -> str:
    """An id that nothing else has, so that subnets can still be compared by their addresses."""
    if len(place) == 3:
        return "vpc-00000000"
    tier, index = place[2:4]
    return f"subnet-{TIERS.index(str(tier)):04x}{index:04x}"


def _above(loc: Place, up: int) -> Place:
    """The place `up` levels above, but never a whole service or database: others refer to those."""
    return loc[: max(len(loc) - up, min(len(loc), 3))]


def _child(here: Any, part: str | int) -> Any:
    if (mapping := as_mapping(here)) is not None:
        return mapping.get(str(part), _NOTHING)
    items = cast("list[Any]", here) if isinstance(here, list) else []
    return items[part] if isinstance(part, int) and part < len(items) else _NOTHING
