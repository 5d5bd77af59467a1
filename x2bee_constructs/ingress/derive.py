"""From what a customer's file says to what both constructs take: the same hosts on both sides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal

from x2bee_constructs.core.alerts import RUNBOOKS
from x2bee_constructs.core.names import bounded
from x2bee_constructs.ingress.edge import AlbIngressProps, EdgeGuardProps
from x2bee_constructs.ingress.machines import MachineHost
from x2bee_constructs.ingress.names import OFFICE_GROUPS
from x2bee_constructs.ingress.props import ControllerBalancer, IstioIngressProps
from x2bee_constructs.ingress.routes import Backend, Host
from x2bee_constructs.ingress.spec import STANDARD_HOSTS, HostSpec, IngressSpec
from x2bee_constructs.ingress.tools import ToolHost
from x2bee_constructs.ingress.upstream import Upstream
from x2bee_constructs.workload.props import Surroundings

__all__ = ["alb_ingress_props", "edge_guard_props", "istio_ingress_props", "public_hosts"]


def public_hosts(spec: IngressSpec, domain: str, services: Collection[str]) -> tuple[Host, ...]:
    """The hosts below the domain; `services` are those that are enabled.

    A standard host whose service is not there is left out, unless the file says where it leads.
    """
    return tuple(_hosts(spec, domain, services))


def _hosts(spec: IngressSpec, domain: str, services: Collection[str]) -> Iterator[Host]:
    for name in (*STANDARD_HOSTS, *sorted(spec.hosts.keys() - STANDARD_HOSTS.keys())):
        said = spec.hosts.get(name, HostSpec())
        service, group = STANDARD_HOSTS.get(name, ("", "shop"))
        to = said.to or (Backend(service=service),)
        if said.enabled and (said.to or service in services):
            shared: dict[str, Any] = {field: getattr(said, field) for field in _AS_SAID}
            yield Host(host=bounded(f"{name}.{domain}", 253, "a host"), to=to, group=said.group or group, **shared)


_AS_SAID = ("timeout", "retries", "sticky", "routes", "request_headers", "response_headers")


def istio_ingress_props(
    spec: IngressSpec,
    domain: str,
    services: Mapping[str, Upstream],
    *,
    balancer_cidrs: Sequence[str],
    account: str,
    surroundings: Surroundings,
    tools: Sequence[ToolHost] = (),
) -> IstioIngressProps:
    """What `IstioIngress` takes; `services` says of each enabled service what its routes must know."""
    hosts = public_hosts(spec, domain, services)
    used = sorted({service for host in hosts for service in host.services} & services.keys())
    controller = ControllerBalancer(account=account, sources=spec.sources) if spec.made_by == "controller" else None
    return IstioIngressProps(
        hosts=hosts,
        services={name: services[name] for name in used},
        redirects=_redirects(spec, domain),
        tools=tools,
        office_cidrs=spec.office_cidrs,
        balancer_cidrs=balancer_cidrs,
        rate_limits=spec.rate_limits,
        jwt=spec.jwt,
        hsts_days=spec.hsts_days,
        controller=controller,
        surroundings=surroundings,
    )


def edge_guard_props(
    spec: IngressSpec,
    domain: str,
    services: Collection[str],
    *,
    log_days: Literal[365, 731],
    tools: Sequence[str] = (),
) -> EdgeGuardProps:
    """What `EdgeGuard` takes, for a load balancer that the controller makes; `tools` are further hosts of offices."""
    return EdgeGuardProps.model_validate(_guarded(spec, domain, services, log_days, tools))


def alb_ingress_props(
    spec: IngressSpec,
    domain: str,
    services: Collection[str],
    *,
    app_cidrs: Sequence[str],
    log_days: Literal[365, 731],
    tools: Sequence[str] = (),
    machines: Sequence[MachineHost] = (),
    runbooks: str = RUNBOOKS,
) -> AlbIngressProps:
    """What `AlbIngress` takes; `tools` are further hosts of the offices, `runbooks` where `docs/runbooks` is read.

    What the file says of a load balancer of our own is handed on beside an existing one, to be refused (X2B317).
    """
    said = _guarded(spec, domain, services, log_days, tools)
    own = {"sources": spec.sources}
    if spec.existing:
        kept = spec.model_fields_set
        said = {key: value for key, value in said.items() if key not in _OWN or key in kept}
        own = {key: value for key, value in own.items() if key in kept}
    return AlbIngressProps.model_validate(
        {
            **said,
            **own,
            "alarms": spec.alarms,
            "app_cidrs": app_cidrs,
            **({"machines": machines} if machines else {}),
            "existing": spec.existing,
            "runbooks": runbooks,
        }
    )


_OWN = {"certificate", "log_days", "waf"}
"""What only a load balancer of our own has."""


def _guarded(
    spec: IngressSpec, domain: str, services: Collection[str], log_days: Literal[365, 731], tools: Sequence[str]
) -> dict[str, object]:
    hosts = public_hosts(spec, domain, services)
    return {
        "hosts": [*(host.host for host in hosts), *tools, *_redirects(spec, domain)],
        "office_hosts": [*(host.host for host in hosts if host.group in OFFICE_GROUPS), *tools],
        "office_cidrs": spec.office_cidrs,
        "zone": spec.zone,
        "certificate": spec.certificate,
        "waf": spec.waf,
        "log_days": log_days,
    }


def _redirects(spec: IngressSpec, domain: str) -> dict[str, str]:
    return {domain: f"www.{domain}"} if spec.apex else {}
