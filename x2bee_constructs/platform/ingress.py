"""From the platform to its way in: the same hosts for the load balancer and for the mesh's gateway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.core.once import once
from x2bee_constructs.ingress.answers import answer_faults
from x2bee_constructs.ingress.derive import alb_ingress_props, edge_guard_props, istio_ingress_props, public_hosts
from x2bee_constructs.ingress.edge import AlbIngressProps, EdgeGuardProps
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.routes import Host
from x2bee_constructs.ingress.spec import IngressSpec
from x2bee_constructs.ingress.upstream import Upstream
from x2bee_constructs.network.addresses import app_cidrs, public_cidrs
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.machines import machine_hosts
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.tools import tool_hosts
from x2bee_constructs.workload.node import NextJs
from x2bee_constructs.workload.props import MsaDeploymentProps, Surroundings
from x2bee_constructs.workload.retries import tries_of

__all__ = ["edge_props", "guard_props", "ingress_faults", "ingress_props"]


@once
def ingress_props(platform: Platform) -> IstioIngressProps | None:
    """What `IstioIngress` takes; None without a way in, or without the mesh that it is a part of."""
    if platform.ingress is None or platform.istio_revision is None:
        return None
    return istio_ingress_props(
        platform.ingress,
        platform.domain,
        _upstreams(platform),
        balancer_cidrs=public_cidrs(network_props(platform)),
        account=platform.account,
        surroundings=Surroundings(),
        tools=tool_hosts(platform),
    )


def edge_props(platform: Platform) -> AlbIngressProps | None:
    """What `AlbIngress` takes; None where the templates make no way in."""
    spec = _made_by(platform, "cdk")
    if spec is None:
        return None
    return alb_ingress_props(
        spec,
        platform.domain,
        platform.enabled_services,
        app_cidrs=app_cidrs(network_props(platform)),
        log_days=log_days(platform),
        tools=[tool.host for tool in tool_hosts(platform)],
        machines=machine_hosts(platform),
        runbooks=platform.runbooks,
    )


def guard_props(platform: Platform) -> EdgeGuardProps | None:
    """What `EdgeGuard` takes; None unless the controller makes the load balancer."""
    spec = _made_by(platform, "controller")
    tools = [tool.host for tool in tool_hosts(platform)]
    services = platform.enabled_services
    return spec and edge_guard_props(spec, platform.domain, services, log_days=log_days(platform), tools=tools)


def _made_by(platform: Platform, maker: str) -> IngressSpec | None:
    spec = platform.ingress
    return spec if spec and platform.istio_revision and spec.made_by == maker else None


@once
def _upstreams(platform: Platform) -> dict[str, Upstream]:
    """What the routes must know of each enabled service: what its callers inside the mesh know, from the same props."""
    return {name: _upstream(deployment_props(platform, name)) for name in platform.enabled_services}


def _upstream(props: MsaDeploymentProps) -> Upstream:
    profile = props.runtime.profile(props.runtime.times(props.timing))
    tries = tries_of(profile, props)
    return Upstream(
        request=tries.request,
        retries=tries.retries,
        alone=tries.alone,
        innermost=tries.innermost,
        pages=isinstance(props.runtime, NextJs),
        private_paths=profile.private_paths,
    )


def ingress_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What the hosts and the services do not agree on, and what only the whole of the way in shows."""
    spec = platform.ingress
    if spec is None:
        return
    if platform.istio_revision is None:
        wrong = fault("X2B318", "there is no way in without the mesh", why="its gateway is what the hosts lead to")
        yield ("ingress",), wrong, None
        return
    found = list(_hosts(platform, spec))
    yield from found or _whole(platform)


def _whole(platform: Platform) -> Iterator[PlacedFault]:
    """Faults of the constructs' props, each once: at its field where the file has the same, else at the whole."""
    told: set[str] = set()
    for made in (ingress_props, edge_props, guard_props):
        try:
            made(platform)
        except ValidationError as error:
            for wrong in error.errors(include_url=False):
                if wrong["msg"] not in told:
                    told.add(wrong["msg"])
                    code: Any = wrong["type"]
                    place = wrong["loc"] if wrong["loc"][:1] in _SHARED else ()
                    yield ("ingress", *place), PydanticCustomError(code, "{text}", wrong.get("ctx")), wrong["input"]


_SHARED = {("jwt",), ("rate_limits",), ("waf",)}
"""Fields that the constructs' props have as the file says them."""


def _hosts(platform: Platform, spec: IngressSpec) -> Iterator[PlacedFault]:
    """What each host's routes get wrong, at its place in the file."""
    services = _upstreams(platform)
    yield from _taken(platform, spec)
    for host in public_hosts(spec, platform.domain, services):
        name = host.host.removesuffix(f".{platform.domain}")
        wrong = [*_led(platform, name, host), *answer_faults(host, services)]
        for place, found, got in wrong:
            yield ("ingress", "hosts", name, *place), found, got


def _taken(platform: Platform, spec: IngressSpec) -> Iterator[PlacedFault]:
    """Hosts of the file that a tool has already."""
    watching = [(tool.host, "what watches the platform has it") for tool in tool_hosts(platform)]
    machines = [(machine.host, "a machine of the toolchain has it") for machine in machine_hosts(platform)]
    for host, why in sorted((*watching, *machines)):
        name = host.removesuffix(f".{platform.domain}")
        if name in spec.hosts:
            yield ("ingress", "hosts", name), fault("X2B314", f"the host '{name}' stands twice", why=why), name


def _led(platform: Platform, name: str, host: Host) -> Iterator[PlacedFault]:
    """Services to which a host leads in vain."""
    answers = [((), host.to), *((("routes", index), route.to) for index, route in enumerate(host.routes))]
    for place, to in answers:
        for index, backend in enumerate(to):
            for found in _unreachable(platform, name, backend.service):
                yield (*place, "to", index, "service"), found, backend.service


def _unreachable(platform: Platform, name: str, service: str) -> Iterator[PydanticCustomError]:
    running = platform.enabled_services
    if service not in running:
        hint, guess = meant(service, running)
        title = f"host '{name}' leads to an unknown service '{service}'{hint}"
        yield fault("X2B315", title, expected="the name of an enabled service", fix=guess)
    elif not running[service].exposed:
        title = f"host '{name}' leads to '{service}', which is not exposed"
        why = "its policies let the gateway through only if it is"
        fix = f"services: {{ {service}: {{ exposed: true }} }}"
        yield fault("X2B319", title, why=why, fix=fix, related=f"services.{service}")
