"""How a route answers: as it says itself, and for the rest as the services behind it ask.

What must hold, for every accepted route:

1. `request ≤ timeout ≤ load balancer idle`, for each of its services: no answer that is still allowed is thrown away.
2. `one try · (retries + 1) ≤ timeout`, where one try of a read takes as long as inside the mesh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.ingress.routes import Backend, Host, Route
from x2bee_constructs.ingress.upstream import Upstream
from x2bee_constructs.workload.limits import duration, per_try_ms
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS

__all__ = ["Answer", "answer", "answer_faults", "asked"]

Upstreams = Mapping[str, Upstream]

_COOKIE = "cookie"


@dataclass(frozen=True)
class Answer:
    """How long a route waits, in seconds, how often and when it asks again, and whether browsers stay at a service."""

    timeout: int
    retries: int
    alone: bool
    innermost: bool
    sticky: bool


def answer(route: Route, services: Upstreams) -> Answer:
    """How a route answers; a service of which nothing is said is a standard one."""
    behind = _behind(route, services)
    retries = _retries(route, behind)
    return Answer(
        timeout=route.timeout or _needed(behind, retries),
        retries=retries,
        alone=any(one.alone for one in behind),
        innermost=all(one.innermost for one in behind),
        sticky=len(behind) > 1 and _keeps(route, behind),
    )


def asked(route: Route) -> tuple[Backend, ...]:
    """The services that get requests: one with weight 0 is on its way out, and nobody is kept there."""
    return tuple(backend for backend in route.to if backend.weight != 0)


def answer_faults(host: Host, services: Upstreams) -> Iterator[PlacedFault]:
    """What the routes of a host promise and cannot keep, one fault for each number."""
    yield from _faults(host.rest, services)
    for index, route in enumerate(host.routes):
        for place, wrong, got in _faults(route, services):
            yield ("routes", index, *place), wrong, got


def _faults(route: Route, services: Upstreams) -> Iterator[PlacedFault]:
    behind = _behind(route, services)
    retries = _retries(route, behind)
    needed, idle = _needed(behind, retries), LOAD_BALANCER_IDLE_SECONDS
    if needed > idle:
        title = f"{retries + 1} tries do not fit what the load balancer waits ({idle} s)"
        most = idle * 1000 // _one_try_ms(behind) - 1
        why = f"one try may take {duration(_one_try_ms(behind))}, as inside the mesh"
        yield ("retries",), fault("X2B304", title, expected=f"at most {most}", got=str(retries), why=why), retries
    elif route.timeout is not None and route.timeout < needed:
        names = ", ".join(f"'{backend.service}'" for backend in asked(route))
        title = f"the route gives up before {names} may answer"
        longest = max(one.request for one in behind)
        tries = f"there are {retries + 1} tries of {duration(_one_try_ms(behind))} each, as inside the mesh"
        why = f"an answer may take {longest} s" if needed == longest else tries
        wrong = fault("X2B304", title, expected=f"at least {needed}", got=str(route.timeout), why=why)
        yield ("timeout",), wrong, route.timeout
    if route.sticky and _COOKIE in route.headers:
        why = "the cookie that keeps a browser changes the header, and the route would no longer be meant"
        yield ("sticky",), fault("X2B317", "'sticky' contradicts 'headers.cookie'", why=why), True


def _behind(route: Route, services: Upstreams) -> list[Upstream]:
    return [services.get(backend.service, Upstream()) for backend in asked(route)]


def _retries(route: Route, behind: Sequence[Upstream]) -> int:
    return min(one.retries for one in behind) if route.retries is None else route.retries


def _needed(behind: Sequence[Upstream], retries: int) -> int:
    """Seconds for the longest answer, and for all tries of a read, rounded up."""
    all_tries = -(-_one_try_ms(behind) * (retries + 1) // 1000) if all(one.innermost for one in behind) else 0
    return max(all_tries, *(one.request for one in behind))


def _one_try_ms(behind: Sequence[Upstream]) -> int:
    return max(per_try_ms(one.request, one.retries) for one in behind)


def _keeps(route: Route, behind: Sequence[Upstream]) -> bool:
    if _COOKIE in route.headers:
        return False
    return any(one.pages for one in behind) if route.sticky is None else route.sticky
