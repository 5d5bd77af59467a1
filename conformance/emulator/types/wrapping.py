"""Types that the emulator knows, and whose handlers are put right: what they refuse, remember and keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.emulator.types.resource import Attributes, Properties
from conformance.emulator.types.stack import provisioners

__all__ = ["guarded", "judged", "remembered"]


def judged(type: str, judge: Callable[[str | None, Properties], None]) -> None:
    """Let `judge` raise before a resource is made or changed: from its physical id, None if it is new."""
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS[type]
    create, update = handler["create"], handler["update"]

    def creating(logical_id: str, properties: Properties, *rest: Any, **more: Any) -> Any:
        judge(None, properties)
        return create(logical_id, properties, *rest, **more)

    def updating(physical_id: str, old: Properties, new: Properties, *rest: Any, **more: Any) -> Any:
        judge(physical_id, new)
        return update(physical_id, old, new, *rest, **more)

    handler["create"], handler["update"] = creating, updating


def remembered(type: str, read: Callable[[str, Properties], Attributes]) -> None:
    """Let `read` add to what is kept of a resource, and to its attributes, when it is made or changed."""
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS[type]
    for action, place in (("create", 1), ("update", 2)):

        def made(*given: Any, _do: Any = handler[action], _place: int = place, **more: Any) -> tuple[str, Attributes]:
            physical_id, known = _do(*given, **more)
            return physical_id, {**read(physical_id, given[_place]), **(known or {})}

        handler[action] = made


def guarded(type: str, refuse: Callable[[str], None]) -> None:
    """Let `refuse` raise before a resource is deleted: from its physical id."""
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS[type]
    delete = handler["delete"]

    def deleting(physical_id: str, properties: Properties) -> None:
        refuse(physical_id)
        delete(physical_id, properties)

    handler["delete"] = deleting
