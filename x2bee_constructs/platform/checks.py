"""What must fit together across a platform: services, images, databases, zones, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.catalog import GATEWAY, STANDARD_DATABASES, STANDARD_SERVICES
from x2bee_constructs.core.faults import PlacedFault, fault, meant, nearest
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.regions import three_zones
from x2bee_constructs.namespace.names import ALLOW_DNS, ALLOW_MESH, DEFAULT_DENY
from x2bee_constructs.platform.names import NAMESPACE_CHART
from x2bee_constructs.platform.sizes import least_pods
from x2bee_constructs.workload.names import alias_of_gateway, has_registry, image_name
from x2bee_constructs.workload.props import setting_faults, singleton_faults
from x2bee_constructs.workload.service import Service

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["cross_faults"]

_RUNTIMES = "nextjs, spring-boot, spring-cloud-gateway, spring-batch or nodejs"

_TYPING_ERROR = 0.92
"""How like a standard name a name must be: x2bee-api-ordr is x2bee-api-order, x2bee-api-gift is not x2bee-api-bo."""

_label: TypeAdapter[str] = TypeAdapter(Label)


def cross_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Every fault that no single field shows."""
    for name, service in platform.services.items():
        yield from _runtime(name, service)
    for name, service in platform.enabled_services.items():
        yield from _name(platform, name)
        yield from _calls(platform, name, service)
        yield from _databases(platform, name, service)
        yield from _pods(platform, name, service)
        yield from _image(platform, name, service)
        yield from _secrets(platform, name, service)
    yield from _cycles(platform)
    yield from _gateway(platform)
    yield from _unused_databases(platform)
    yield from _zones(platform)


def _runtime(name: str, service: Service) -> Iterator[PlacedFault]:
    if service.runtime is None:
        if guess := nearest(name, STANDARD_SERVICES, cutoff=_TYPING_ERROR):
            wrong = fault("X2B113", f"'{name}' is no standard service; did you mean '{guess}'?", fix=guess)
            yield ("services", name, "runtime"), wrong, name
            return
        why = "it is not one of the 15 standard services, which have one of their own"
        wrong = fault(
            "X2B105",
            f"missing key 'runtime' of service '{name}'",
            expected=_RUNTIMES,
            why=why,
            fix="runtime: spring-boot",
        )
        yield ("services", name, "runtime"), wrong, None


def _name(platform: Platform, name: str) -> Iterator[PlacedFault]:
    taken = {NAMESPACE_CHART: "the chart with the namespace has this name"}
    taken |= dict.fromkeys((ALLOW_DNS, ALLOW_MESH, DEFAULT_DENY), "a NetworkPolicy of the namespace has this name")
    if platform.compatibility.gateway_service:
        taken[alias_of_gateway(platform.site, GATEWAY)] = "compatibility.gateway_service gives the gateway this name"
    if name in taken:
        yield ("services", name, "[key]"), fault("X2B114", f"no service can be called '{name}'", why=taken[name]), name


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


def _cycles(platform: Platform) -> Iterator[PlacedFault]:
    """Calls that come back: a slow service then waits for itself, and neither can be rolled out first."""
    running = platform.enabled_services
    graph = {name: {c for c in found.calls if c in running and c != name} for name, found in running.items()}
    graph = {name: set[str]() if running[name].allow_cycle else calls for name, calls in graph.items()}
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
        graph[caller].discard(callee)
        fix = f"take '{callee}' out of its calls, or say allow_cycle: true if it is meant"
        wrong = fault("X2B118", f"calls come back to where they began: {' → '.join(ring)}", fix=fix)
        yield ("services", caller, "calls", list(running[caller].calls).index(callee)), wrong, callee


def _standard_calls(name: str) -> tuple[str, ...]:
    return tuple(STANDARD_SERVICES[name].calls) if name in STANDARD_SERVICES else ()


def _databases(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    places = [(("services", name, "database"), service.database)] if service.database else []
    places += [(("services", name, "reads", index), database) for index, database in enumerate(service.reads)]
    for place, database in places:
        if database not in platform.databases:
            hint, guess = meant(database, platform.databases)
            title = f"service '{name}' uses an unknown database '{database}'{hint}"
            yield place, fault("X2B202", title, expected=f"one of {', '.join(platform.databases)}", fix=guess), database
        elif "reads" in place and database == service.database:
            yield (
                place,
                fault("X2B101", f"service '{name}' writes to '{database}' already", fix="take it out of reads"),
                database,
            )
        elif "reads" in place and platform.databases[database].readers == 0:
            title = f"service '{name}' reads '{database}', which has no readers"
            wrong = fault("X2B204", title, expected="at least 1", got="0", fix="readers: 1")
            yield ("databases", database, "readers"), wrong, 0


def _pods(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    for place, wrong, got in singleton_faults(service.singleton, service.replicas.min, service.replicas.max):
        yield ("services", name, *place), wrong, got
    least, most, needed = service.replicas.min, service.replicas.max, least_pods(platform)
    if least and least < needed and most != least:
        why = "here what is autoscaled has a pod in each zone; a fixed number may be smaller"
        wrong = fault("X2B117", f"'{name}' has too few pods", expected=f"at least {needed}", got=str(least), why=why)
        yield ("services", name, "replicas", "min"), wrong, least
    if service.scaling.requests_per_second and (service.singleton or (most and most == least)):
        wrong = fault("X2B119", "requests_per_second cannot work here", why="a fixed number of pods is not scaled")
        yield ("services", name, "scaling", "requests_per_second"), wrong, None
    if service.runtime:
        for place, wrong, got in setting_faults(service.runtime, service.env, service.files, service.secrets):
            yield ("services", name, *place), wrong, got


def _secrets(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    begin = f"{platform.site.path}/"
    for variable, wanted in service.secrets.items():
        if wanted.secret.startswith(begin):
            fix = f"secret: {wanted.secret.removeprefix(begin)}"
            wrong = fault("X2B106", f"'{begin}' is put before the name", got=wanted.secret, fix=fix)
            yield ("services", name, "secrets", variable, "secret"), wrong, wanted.secret


def _image(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    if platform.registry != "ecr" or not service.image or has_registry(service.image):
        return
    try:
        _label.validate_python(image_name(service.image))
    except ValidationError:
        why = "with registry: ecr each image has a repository of this platform's"
        wrong = fault(
            "X2B106",
            f"'{image_name(service.image)}' cannot be a repository",
            expected="one name of at most 40 letters, digits and '-'",
            why=why,
        )
        yield ("services", name, "image"), wrong, service.image


def _gateway(platform: Platform) -> Iterator[PlacedFault]:
    if platform.compatibility.gateway_service and GATEWAY not in platform.enabled_services:
        wrong = fault(
            "X2B115", f"there is no '{GATEWAY}' to offer under its old name", related=f"services.{GATEWAY}.enabled"
        )
        yield ("compatibility", "gateway_service"), wrong, True


def _unused_databases(platform: Platform) -> Iterator[PlacedFault]:
    for database in platform.databases.keys() - platform.used_databases.keys() - STANDARD_DATABASES.keys():
        fix, why = "remove it or point a service at it", "it would cost and hold nothing"
        yield (
            ("databases", database, "[key]"),
            fault("X2B203", f"no service uses database '{database}'", why=why, fix=fix),
            database,
        )


def _zones(platform: Platform) -> Iterator[PlacedFault]:
    if platform.network.zones is None and not three_zones(platform.region):
        why = "which zones an account has differs, and it is not known for this region"
        expected = f"network.zones with three zones of {platform.region}"
        yield ("region",), fault("X2B205", "the zones must be said", expected=expected, why=why), platform.region
    for index, zone in enumerate(platform.network.zones or ()):
        if not re.fullmatch(rf"{platform.region}[a-z]", zone):
            wrong = fault(
                "X2B205", f"zone '{zone}' cannot be used", expected=f"a zone of {platform.region}", related="region"
            )
            yield ("network", "zones", index), wrong, zone
