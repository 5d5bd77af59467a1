"""What must fit together across a platform: services, images, databases, zones, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from ipaddress import IPv4Network
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.catalog import GATEWAY, STANDARD_DATABASES, STANDARD_SERVICES
from x2bee_constructs.cluster.names import admin_role, karpenter_node_role, node_role
from x2bee_constructs.cluster.nodes import AutoMode
from x2bee_constructs.core.faults import PlacedFault, fault, meant, nearest
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.regions import refused_zone, three_zones
from x2bee_constructs.namespace.names import ALLOW_DNS, ALLOW_MESH, DEFAULT_DENY
from x2bee_constructs.platform.names import SYSTEM_CHARTS
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
    """Every fault that no single field shows; whether everything fits is asked when the parts are right."""
    wrong = list(_parts(platform))
    yield from wrong or _fit(platform)


def _fit(platform: Platform) -> Iterator[PlacedFault]:
    # These need a whole Platform, which needs this module.
    from x2bee_constructs.platform.addons import support_faults
    from x2bee_constructs.platform.ingress import ingress_faults
    from x2bee_constructs.platform.nodes import capacity_faults

    unsupported = list(support_faults(platform))
    yield from unsupported
    yield from ingress_faults(platform)
    if not unsupported:  # the add-ons' pods count, and what is not supported has none
        yield from capacity_faults(platform)


def _parts(platform: Platform) -> Iterator[PlacedFault]:
    for name, service in platform.services.items():
        yield from _runtime(name, service)
    for name, service in platform.enabled_services.items():
        yield from _name(platform, name)
        yield from _calls(platform, name, service)
        yield from _times(platform, name, service)
        yield from _databases(platform, name, service)
        yield from _pods(platform, name, service)
        yield from _image(platform, name, service)
        yield from _secrets(platform, name, service)
    yield from _cycles(platform)
    yield from _gateway(platform)
    yield from _unused_databases(platform)
    yield from _keda(platform)
    yield from _zones(platform)
    yield from _service_addresses(platform)
    yield from _own_roles(platform)
    yield from _addon_versions(platform)


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
    taken: dict[str, str] = dict.fromkeys(SYSTEM_CHARTS, "a chart of the platform's own has this name")
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


def _keda(platform: Platform) -> Iterator[PlacedFault]:
    scaled = [name for name, service in platform.enabled_services.items() if service.scaling.requests_per_second]
    if scaled and not platform.addons.keda:
        wrong = fault(
            "X2B123",
            f"'{scaled[0]}' is scaled by its requests, and KEDA does not run",
            expected="true",
            got="false",
            why=f"nothing else would scale {', '.join(scaled)}: KEDA owns their autoscalers",
            fix="keda: true, or take requests_per_second out of scaling",
            related=f"services.{scaled[0]}.scaling.requests_per_second",
        )
        yield ("addons", "keda"), wrong, False


def _zones(platform: Platform) -> Iterator[PlacedFault]:
    region, refused = platform.region, refused_zone(platform.region)
    if platform.network.zones is None and not three_zones(region):
        why = "which zones an account has differs, and it is not known for this region"
        if refused:
            why = f"EKS refuses zone {refused}, and which letter that is differs from account to account"
        listed = f"aws ec2 describe-availability-zones --region {region} --query AvailabilityZones[].[ZoneName,ZoneId]"
        wrong = fault(
            "X2B205",
            f"the zones of {region} must be said",
            expected=f"network.zones with three zones of {region}",
            why=why,
            fix=f"choose three of: {listed}",
        )
        yield ("region",), wrong, region
    for index, zone in enumerate(platform.network.zones or ()):
        if not re.fullmatch(rf"{platform.region}[a-z]", zone):
            wrong = fault(
                "X2B205", f"zone '{zone}' cannot be used", expected=f"a zone of {platform.region}", related="region"
            )
            yield ("network", "zones", index), wrong, zone


def _service_addresses(platform: Platform) -> Iterator[PlacedFault]:
    ours, vpc = platform.cluster.service_cidr, platform.network.vpc_cidr
    if IPv4Network(ours).overlaps(IPv4Network(vpc)):
        wrong = fault(
            "X2B122",
            f"the Services' network {ours} overlaps the VPC's {vpc}",
            why="pods could not reach what has those addresses in the VPC",
            fix="service_cidr: 172.20.0.0/16" if vpc.startswith("10.") else "service_cidr: 10.100.0.0/16",
            related="network.cidr",
        )
        yield ("cluster", "service_cidr"), wrong, ours


def _own_roles(platform: Platform) -> Iterator[PlacedFault]:
    """EKS has one access entry for a role, and the platform's own have theirs."""
    site, said = platform.site, platform.cluster
    own = {admin_role(site), node_role(site), karpenter_node_role(site)}
    for field, roles in (("administrators", said.administrators), ("viewers", said.viewers)):
        for index, role in enumerate(roles):
            if role.rpartition("/")[2] in own:
                title, why = f"role '{role}' is let in already", "it is the platform's own, and has its access entry"
                yield ("cluster", field, index), fault("X2B101", title, why=why, fix=f"take it out of {field}"), role


def _addon_versions(platform: Platform) -> Iterator[PlacedFault]:
    said = platform.cluster
    if said.addon_versions and isinstance(said.nodes, AutoMode):
        wrong = fault(
            "X2B121",
            "'addon_versions' contradicts nodes of Auto Mode",
            got=", ".join(sorted(said.addon_versions)),
            why="AWS runs these in the nodes itself, as no add-on of the cluster",
            fix="take addon_versions out",
            related="cluster.nodes",
        )
        yield ("cluster", "addon_versions"), wrong, dict(said.addon_versions)
