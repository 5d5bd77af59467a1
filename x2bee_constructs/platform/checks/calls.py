"""Who calls whom: names, ports, times, and calls that come back."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from x2bee_constructs.catalog import STANDARD_SERVICES
from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.workload.service import Service

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["call_faults", "cycle_faults"]


def call_faults(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Every fault of what one enabled service calls, and of who may call it."""
    yield from _calls(platform, name, service)
    yield from _unheard(platform, name, service)
    yield from _times(platform, name, service)


def _calls(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    running = platform.enabled_services
    for index, callee in enumerate(service.calls):
        if "." in callee or (callee in running and callee != name):
            continue
        if callee == name:
            wrong = fault("X2B201", f"service '{name}' calls itself", fix="take it out of calls")
        elif callee in platform.services:
            fix = f"enable '{callee}' or take it out of calls"
            wrong = fault("X2B201", f"service '{name}' calls '{callee}', which is not enabled", fix=fix)
        else:
            hint, guess = meant(callee, running)
            expected = "the name of a service, or the domain of a host outside"
            title = f"service '{name}' calls an unknown service '{callee}'{hint}"
            wrong = fault("X2B201", title, expected=expected, fix=guess)
        yield ("services", name, "calls", index), wrong, callee


def _unheard(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Calls of a program that does not listen: it has no Service, so that the name would lead nowhere."""
    why = "its runtime has no port: it has no Service, and nobody could reach it"
    if service.exposed and not _listens(service):
        wrong = fault("X2B201", f"'{name}' cannot be exposed", why=why, fix="exposed: false, or a runtime with a port")
        yield ("services", name, "exposed"), wrong, True
    for index, callee in enumerate(service.calls):
        called = platform.enabled_services.get(callee)
        if called and callee != name and not _listens(called):
            title = f"service '{name}' calls '{callee}', which does not listen"
            wrong = fault("X2B201", title, why=why, fix=f"take '{callee}' out of calls, or give its runtime a port")
            yield ("services", name, "calls", index), wrong, callee


def _listens(service: Service) -> bool:
    return service.runtime is None or service.runtime.profile().port is not None


def _times(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """A caller that gives up before its callee may answer: its own caller gets an error, and the work was for nothing.

    Each callee alone, not the sum of all: which calls a request makes, one after the other, nobody declares.
    """
    patience = service.timing.request
    for callee in (c for c in service.calls if c in platform.enabled_services):
        needed = platform.enabled_services[callee].timing.request
        if patience < needed:
            # Where somebody said a number, and at the caller if both did.
            said = name if "request" in service.timing.model_fields_set else callee
            title = f"'{name}' gives up after {patience} s, before '{callee}' may answer ({needed} s)"
            wrong = fault(
                "X2B304",
                title,
                why="the times of calls nest: a caller waits at least as long as each service it calls",
                fix=f"{name} timing.request at least {needed}, or {callee} at most {patience}",
                related=f"services.{callee if said == name else name}.timing.request",
            )
            yield ("services", said, "timing", "request"), wrong, patience if said == name else needed


def cycle_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Calls that come back: a slow service then waits for itself, and neither can be rolled out first."""
    running = platform.enabled_services
    # Lists, not sets: a file's ring is told the same in every run.
    graph = {
        name: [] if found.allow_cycle else [c for c in dict.fromkeys(found.calls) if c in running and c != name]
        for name, found in running.items()
    }
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring: list[str] = error.args[1][::-1]
        else:
            return
        edges = list(pairwise(ring))
        said = [edge for edge in edges if edge[1] not in _standard_calls(edge[0])]
        caller, callee = (said or edges)[0]
        graph[caller].remove(callee)
        fix = f"take '{callee}' out of its calls, or say allow_cycle: true if it is meant"
        wrong = fault("X2B118", f"calls come back to where they began: {' → '.join(ring)}", fix=fix)
        yield ("services", caller, "calls", list(running[caller].calls).index(callee)), wrong, callee


def _standard_calls(name: str) -> tuple[str, ...]:
    return tuple(STANDARD_SERVICES[name].calls) if name in STANDARD_SERVICES else ()
