"""What you may say about the way in on the Kubernetes side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, meant, raise_faults, show
from x2bee_constructs.core.names import AccountId, DomainName, HttpsUrl, Label
from x2bee_constructs.core.props import Count, Distinct, Items, Props
from x2bee_constructs.ingress.answers import answer_faults
from x2bee_constructs.ingress.fields import OfficeCidr, RoutePath
from x2bee_constructs.ingress.names import OFFICE_GROUPS, HostGroup
from x2bee_constructs.ingress.routes import Host
from x2bee_constructs.ingress.tools import ToolHost
from x2bee_constructs.ingress.upstream import Upstream
from x2bee_constructs.workload.fields import Ipv4Cidr
from x2bee_constructs.workload.props import Surroundings

__all__ = ["ControllerBalancer", "IstioIngressProps", "Jwt", "JwtIssuer", "JwtScope", "RateLimit"]

_Text = Annotated[str, Field(min_length=1, max_length=255)]


class RateLimit(Props):
    """How many requests a host may get, at each gateway pod: what protects the services from a flood of any origin.

    Who exceeds it is answered 429. One address alone is limited at the load balancer (`Waf.requests_per_address`).
    """

    requests_per_second: Annotated[Count, Field(ge=1, le=100_000)]
    """Requests per second, host and gateway pod."""
    burst: Annotated[Count, Field(ge=1, le=1_000_000)] | None = None
    """How many may come at once after a quiet time; twice `requests_per_second` if not given."""


class JwtIssuer(Props):
    """Who signs tokens."""

    issuer: _Text
    """The token's `iss`."""
    jwks_uri: HttpsUrl
    """Where its public keys are; the mesh's control plane fetches them, so that it must reach this address."""
    audiences: Distinct[_Text] = ()
    """The token's `aud`, one of these; any if not given."""


class JwtScope(Props):
    """Requests that need a token."""

    host: DomainName
    """One of the public hosts. Paths with parameters (`/v1;a=b/me`) are then refused there."""
    paths: Distinct[RoutePath] = ()
    """These paths and those below them; every path if not given."""
    open_paths: Distinct[RoutePath] = ()
    """Paths, and those below them, that need none nevertheless: the login itself. None if not given."""


class Jwt(Props):
    """Tokens that the gateway checks itself.

    A request with a bad token is refused everywhere; one without a token only where `required` says so.
    """

    issuers: Annotated[Items[JwtIssuer], Field(min_length=1)]
    """Who signs tokens."""
    required: Items[JwtScope] = ()
    """Which requests need a token; none if not given."""


class ControllerBalancer(Props):
    """The load balancer is made by the AWS Load Balancer Controller from an Ingress, and not by the CDK.

    It is then in no template: no alarm and no check of the AWS side sees it (the room's README compares both).
    """

    account: AccountId
    """The AWS account: the bucket for its logs, which the AWS side makes, is called after it."""
    sources: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)] = ("0.0.0.0/0",)
    """From where it may be reached; from everywhere if not given."""


class IstioIngressProps(Props):
    """The gateway's hosts, their routes, and who may use them."""

    hosts: Items[Host]
    """The public hosts, each once; none where there are tools alone."""
    services: Mapping[Label, Upstream] = {}
    """What routes must know of the services behind them, by name; in a platform it follows from them. A service that is
    not named counts as a standard one."""
    redirects: Mapping[DomainName, DomainName] = {}
    """Hosts that only send the browser on to one of `hosts`: `acme-shop.co.kr` to `www.acme-shop.co.kr`. None if not
    given."""
    tools: Items[ToolHost] = ()
    """Hosts of tools that run beside the services: Grafana, Kiali. None if not given."""
    office_cidrs: Distinct[OfficeCidr] = ()
    """The offices' public networks, from which alone the hosts of back office, customer centre and tools answer. If not
    given, those hosts answer nobody."""
    balancer_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The public subnets, in which the load balancer stands: nobody else reaches the gateway."""
    rate_limits: Mapping[HostGroup, RateLimit] = {}
    """How many requests each host of a group may get. No limit if not given."""
    jwt: Jwt | None = None
    """Tokens that the gateway checks. It lets services check theirs if not given."""
    hsts_days: Annotated[Count, Field(le=730)] = 365
    """How long browsers come back by HTTPS alone (`strict-transport-security`); 365 days if not given, 0 sends none."""
    controller: ControllerBalancer | None = None
    """For a load balancer that the controller in the cluster makes. Bound to the one of the AWS side, by its target
    group's name, if not given."""
    gateway_service: Label = "istio-ingressgateway"
    """The Service of the gateway; that of the platform's mesh if not given."""
    surroundings: Surroundings = Surroundings()
    """Where the gateway, the mesh and Prometheus are; the platform's places if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults(
            "IstioIngressProps", [*self._empty(), *self._doubled(), *self._unknown(), *self._unled(), *self._answers()]
        )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All public hosts, in order."""
        return tuple(sorted((*(host.host for host in (*self.hosts, *self.tools)), *self.redirects)))

    @property
    def office_hosts(self) -> tuple[str, ...]:
        """Those for the offices alone, in order."""
        said = (host.host for host in self.hosts if host.group in OFFICE_GROUPS)
        return tuple(sorted((*said, *(tool.host for tool in self.tools))))

    def _empty(self) -> Iterator[PlacedFault]:
        if not self.hosts and not self.tools:
            title = "a way in without hosts leads nowhere"
            yield ("hosts",), fault("X2B104", title, expected="at least 1", got="0"), []

    def _doubled(self) -> Iterator[PlacedFault]:
        seen: set[str] = set()
        for index, host in enumerate(self.hosts):
            if host.host in seen:
                wrong = fault("X2B314", f"{show(host.host)} stands twice", why="a host has one list of routes")
                yield ("hosts", index, "host"), wrong, host.host
            seen.add(host.host)
        for index, tool in enumerate(self.tools):
            if tool.host in seen:
                why = "a tool that runs beside the services has it"
                yield ("tools", index, "host"), fault("X2B314", f"{show(tool.host)} stands twice", why=why), tool.host
            seen.add(tool.host)
        for name in sorted(seen & self.redirects.keys()):
            yield ("redirects", name), fault("X2B314", f"{show(name)} has routes and is redirected"), name

    def _unknown(self) -> Iterator[PlacedFault]:
        known = {host.host for host in self.hosts}
        said: dict[tuple[str | int, ...], str] = {("redirects", name): to for name, to in self.redirects.items()}
        scopes = self.jwt.required if self.jwt else ()
        said |= {("jwt", "required", index, "host"): scope.host for index, scope in enumerate(scopes)}
        for place, name in said.items():
            if name not in known:
                hint, guess = meant(name, known)
                expected = f"one of {', '.join(sorted(known))}"
                yield place, fault("X2B316", f"unknown host {show(name)}{hint}", expected=expected, fix=guess), name

    def _unled(self) -> Iterator[PlacedFault]:
        known = {service for host in self.hosts for service in host.services}
        for name in sorted(self.services.keys() - known):
            hint, guess = meant(name, known)
            expected = f"one of {', '.join(sorted(known))}"
            wrong = fault("X2B315", f"no host leads to {show(name)}{hint}", expected=expected, fix=guess)
            yield ("services", name), wrong, name

    def _answers(self) -> Iterator[PlacedFault]:
        for index, host in enumerate(self.hosts):
            for place, wrong, got in answer_faults(host, self.services):
                yield ("hosts", index, *place), wrong, got
