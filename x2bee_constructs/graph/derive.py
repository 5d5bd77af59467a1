"""From the platform to its graph: the same declarations of which the policies are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from x2bee_constructs.database.names import data_namespace
from x2bee_constructs.graph.model import Edge, EdgeKind, Graph, Node, NodeKind
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.access import Access
from x2bee_constructs.workload.names import namespace
from x2bee_constructs.workload.props import MsaDeploymentProps, Surroundings
from x2bee_constructs.workload.service import Service

__all__ = ["graph"]

_LONGEST = 24
"""Characters of a list of names; the rest is a number."""

_Services = Mapping[str, Node]


def graph(platform: Platform) -> Graph:
    """The enabled services of a platform and all that they may reach or be reached by.

    Left out is what every pod has: DNS, the mesh's control plane, spans and metrics; and what reaches no pod by itself,
    such as the secrets that External Secrets brings. Left out too are the tools that only offices see, the Jobs that
    keep a scheduler's events, and where an APM's agents send: they are no services.
    """
    made = {name: deployment_props(platform, name) for name in platform.enabled_services}
    hosts = _hosts(platform)
    services = {name: _service(name, props, hosts.get(name, ())) for name, props in made.items()}
    gateway = Node("gateway", _around(made).gateway_service_account)
    edges = {
        *_way_in(platform, gateway),
        *_exposed(platform, gateway, services, hosts),
        *_calls(made, services),
        *_data(platform, made, services),
        *_aws(platform, services),
        *_networks(platform, services),
    }
    nodes = {*services.values(), *(node for edge in edges for node in (edge.source, edge.target))}
    return Graph(
        title=f"{platform.customer} {platform.environment}",
        namespace=namespace(platform.site),
        gateway_namespace=_around(made).gateway_namespace,
        data_namespace=data_namespace(platform.site),
        mesh=platform.istio_revision is not None,
        nodes=tuple(sorted(nodes, key=lambda node: node.rank)),
        edges=tuple(sorted(edges, key=lambda edge: edge.rank)),
    )


def _around(made: Mapping[str, MsaDeploymentProps]) -> Surroundings:
    """Where the gateway is: one for all services of a platform."""
    return next((props.surroundings for props in made.values()), Surroundings())


def _hosts(platform: Platform) -> dict[str, tuple[str, ...]]:
    """The public hosts of each service that has some, by what stands before the domain."""
    props = ingress_props(platform)
    found: dict[str, list[str]] = {}
    for host in props.hosts if props else ():
        for service in host.services:
            found.setdefault(service, []).append(host.host.removesuffix(f".{platform.domain}"))
    return {service: tuple(sorted(hosts)) for service, hosts in found.items()}


def _service(name: str, props: MsaDeploymentProps, hosts: tuple[str, ...]) -> Node:
    runtime = str(getattr(props.runtime, "kind", type(props.runtime).__name__))
    return Node("service", name, f"{runtime} at {_few(hosts)}" if hosts else runtime)


def _way_in(platform: Platform, gateway: Node) -> Iterator[Edge]:
    """From the browser to the gateway, if the platform makes this way."""
    if ingress_props(platform):
        balancer = Node("load-balancer", "ALB", "HTTPS")
        yield Edge(Node("browser", "Browser", f"*.{platform.domain}"), balancer, "exposed")
        yield Edge(balancer, gateway, "exposed")


def _exposed(
    platform: Platform, gateway: Node, services: _Services, hosts: Mapping[str, tuple[str, ...]]
) -> Iterator[Edge]:
    """The services that let the gateway in, if it is let out to them: its own policy follows the hosts."""
    for name, service in platform.enabled_services.items():
        if service.exposed and (name in hosts or platform.ingress is None):
            yield Edge(gateway, services[name], "exposed")


def _calls(made: Mapping[str, MsaDeploymentProps], services: _Services) -> Iterator[Edge]:
    for name, props in made.items():
        for callee in props.calls:
            if "." in callee:
                yield Edge(services[name], Node("host", callee, "HTTPS"), "outside")
            else:
                yield Edge(services[name], services[callee], "call")


def _data(platform: Platform, made: Mapping[str, MsaDeploymentProps], services: _Services) -> Iterator[Edge]:
    for name, service in platform.enabled_services.items():
        if service.database:
            yield Edge(services[name], _database(platform, service.database), "write")
        yield from (Edge(services[name], _database(platform, database), "read") for database in service.reads)
        if "redis" in made[name].runtime.profile().ways_out:
            yield Edge(services[name], Node("redis", "Redis", "sessions"), "write")


def _database(platform: Platform, name: str) -> Node:
    """Without its instance class: that changes more often than who uses it."""
    database = platform.databases[name]
    readers = database.readers
    kind: NodeKind = "database" if database.in_aws else "own-database"
    return Node(kind, name, f"{readers} reader{'' if readers == 1 else 's'}")


def _networks(platform: Platform, services: _Services) -> Iterator[Edge]:
    """Addresses that services name themselves, with the ports of all of them."""
    ports: dict[str, set[int]] = {}
    for service in platform.enabled_services.values():
        for cidr, port in _reached(service):
            ports.setdefault(cidr, set()).add(port)
    for name, service in platform.enabled_services.items():
        for cidr in {cidr for cidr, _ in _reached(service)}:
            yield Edge(services[name], Node("network", cidr, f"TCP {_few(map(str, sorted(ports[cidr])))}"), "outside")


def _reached(service: Service) -> Iterator[tuple[str, int]]:
    return ((cidr, port) for reach in service.egress for cidr in reach.cidrs for port in reach.ports)


def _aws(platform: Platform, services: _Services) -> Iterator[Edge]:
    """What programs do in AWS with their own identity; each AWS service is one node, with the names used of it."""
    used: dict[str, set[str]] = {}
    own = identities(platform)
    for access in own.values():
        for use in _uses(access):
            used.setdefault(use.what, set()).add(use.name)
    for name, access in own.items():
        for use in _uses(access):
            yield Edge(services[name], Node("aws-service", use.what, _few(sorted(used[use.what]))), use.kind)


class _Use(NamedTuple):
    """Something of an AWS service, by name, and whether it is changed or read."""

    what: str
    kind: EdgeKind
    name: str


def _uses(access: Access) -> Iterator[_Use]:
    for queue in access.queues:
        if queue.send:
            yield _Use("SQS", "write", queue.name)
        if queue.receive:
            yield _Use("SQS", "read", queue.name)
    for bucket in access.buckets:
        if bucket.write or bucket.delete:
            yield _Use("S3", "write", bucket.name)
        if bucket.read:
            yield _Use("S3", "read", bucket.name)
    yield from (_Use("SNS", "write", name) for name in access.topics)
    yield from (_Use("Parameter Store", "read", name) for name in access.parameters)
    yield from (_Use("Secrets Manager", "read", name) for name in access.secrets)


def _few(names: Iterable[str]) -> str:
    """The names in one short line: `acme-gifts and 2 more`."""
    first, *rest = names
    whole = ", ".join((first, *rest))
    short = first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
    return whole if len(whole) <= _LONGEST else f"{short} and {len(rest)} more" if rest else short
