"""Which requests of a host go to which service: what you may say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import DomainName, Label
from x2bee_constructs.core.props import Bool, Distinct, Items, Props
from x2bee_constructs.ingress.fields import AnswerSeconds, HeaderName, Retries, RoutePath, Weight
from x2bee_constructs.ingress.names import HostGroup

__all__ = ["Backend", "Backends", "HeaderRules", "Host", "Route", "unreached"]


class Backend(Props):
    """A service, and its share of the requests."""

    service: Label
    """The service, in the customer's namespace; it must be `exposed`."""
    weight: Weight | None = None
    """Percent of the requests. All of them if not given, which only a single service can have."""


def _whole(backends: tuple[Backend, ...]) -> tuple[Backend, ...]:
    """Weights that sum up to 100, each service once."""
    services = [backend.service for backend in backends]
    if twice := next((name for index, name in enumerate(services) if name in services[:index]), None):
        raise fault("X2B101", f"service {show(twice)} stands twice in one route", fix="keep one of the two")
    weights = [backend.weight for backend in backends]
    if len(weights) == 1 and weights[0] in (None, 100):
        return backends
    if None in weights or sum(weight or 0 for weight in weights) != 100:
        got = " + ".join("?" if weight is None else str(weight) for weight in weights)
        why = "every request goes to exactly one of the services"
        raise fault("X2B311", "the weights of a route must be 100 together", expected="100", got=got, why=why)
    return backends


Backends = Annotated[Items[Backend], Field(min_length=1), AfterValidator(_whole)]
"""One service, or several with weights that are 100 together."""


class HeaderRules(Props):
    """What is done to headers on their way."""

    set: Mapping[HeaderName, Setting] = {}
    """Headers that then have this value, whatever they had. None if not given."""
    add: Mapping[HeaderName, Setting] = {}
    """Headers that get one value more. None if not given."""
    remove: Distinct[HeaderName] = ()
    """Headers that are taken out. None if not given."""

    @property
    def said(self) -> bool:
        """Whether anything is done at all."""
        return bool(self.set or self.add or self.remove)


class _Answer(Props):
    to: Backends
    """The service, or several with weights: a canary is a service of its own with the new image."""
    timeout: AnswerSeconds | None = None
    """Seconds until the gateway answers 504 itself; as long as the slowest of its services may take, with all its
    tries, if not given. Less than that is refused: answers that are still allowed would be thrown away."""
    retries: Retries | None = None
    """How often the gateway asks again; as often as the services' other callers do, the fewest of several services, if
    not given. What is tried again, and after which failure, always follows the services."""
    sticky: Bool | None = None
    """Whether a browser that once got one of several services stays there, by a cookie (`x2bee-release`): a page of one
    release must not ask another one for its scripts. The weights then share out browsers, not requests. True if one of
    the services makes pages (Next.js), else false, if not given."""
    request_headers: HeaderRules = HeaderRules()
    """What the service gets. As it came if not given."""
    response_headers: HeaderRules = HeaderRules()
    """What the browser gets. As the service gave it, plus `strict-transport-security`, if not given."""


class Route(_Answer):
    """Requests of a host that differ from the rest of it."""

    path: RoutePath = "/"
    """The path; all of them if not given."""
    match: Literal["prefix", "exact"] = "prefix"
    """Whether paths below it are meant too: the prefix `/api` means `/api` and `/api/…`, and not `/apix`. `prefix` if
    not given."""
    headers: Mapping[HeaderName, Setting] = {}
    """Headers that a request must have, with exactly these values: `x-canary: always` for testers. Any if not given."""
    rewrite: RoutePath | None = None
    """What `path` becomes on the way to the service. The service sees the path as it came if not given."""

    def covers(self, other: Route) -> bool:
        """Whether every request that `other` means is already meant by this one."""
        if self.headers.items() - other.headers.items():
            return False
        if self.match == "exact":
            return other.match == "exact" and self.path == other.path
        below = self.path.rstrip("/") + "/"
        return other.path == self.path or other.path.startswith(below) or below == "/"


def unreached(routes: Sequence[Route]) -> Iterator[PlacedFault]:
    """Routes that no request reaches, because one before takes all of theirs."""
    for index, route in enumerate(routes):
        earlier = next((n for n, other in enumerate(routes[:index]) if other.covers(route)), None)
        if earlier is not None:
            title = f"no request reaches the route for '{route.path}'"
            why = f"the route for '{routes[earlier].path}' before it takes them all"
            wrong = fault("X2B313", title, why=why, fix="put the narrower route first", related=f"routes.{earlier}")
            yield ("routes", index), wrong, route.path


class Host(_Answer):
    """A public host, and where its requests go."""

    host: DomainName
    """The host: `www.acme-shop.co.kr`."""
    group: HostGroup = "shop"
    """Who it is for: `shop` for everybody, `back-office` and `customer-centre` for the offices' networks alone. `shop`
    if not given."""
    routes: Items[Route] = ()
    """Requests that go elsewhere, the first that fits wins; whatever fits none goes to `to`. None if not given."""

    @model_validator(mode="after")
    def _all_reached(self) -> Self:
        raise_faults("Host", list(unreached(self.routes)))
        return self

    @property
    def rest(self) -> Route:
        """Whatever fits none of `routes`, as a route."""
        return Route.model_validate({name: getattr(self, name) for name in _Answer.model_fields})

    @property
    def services(self) -> tuple[str, ...]:
        """All services that it reaches, in order, each once."""
        answers = (self, *self.routes)
        return tuple(sorted({backend.service for answer in answers for backend in answer.to}))
