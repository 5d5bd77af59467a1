"""What the page says of one service: its numbers, its budgets, and the objects that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from x2bee_constructs.database.budget import max_connections
from x2bee_constructs.platform.databases import connections, connections_at_writer, databases_of
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.platform.policies import POLICIES
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.objectives import objective_of
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.sizing import bytes_text, cpu_text, most_pods, pod_requests
from x2bee_constructs.workload.timing import solve

__all__ = ["facts"]

_POLICIES = POLICIES | {"DestinationRule"}
"""Kinds that say who may reach whom, and how."""

_MINUTES = 30 * 24 * 60
"""Of the 30 days over which a service promises."""


def facts(platform: Platform) -> dict[str, dict[str, Any]]:
    """Numbers, budgets and objects of each enabled service, as plain data."""
    files = platform_files(platform)
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in platform.enabled_services}
    for path, text in sorted(files.items()):
        chart, _, file = path.partition("/")
        if chart in made:
            kind, _, name = file.removesuffix(".k8s.yaml").partition(".")
            made[chart].append({"kind": kind, "name": name, "file": path, "text": text, "policy": kind in _POLICIES})
    return {
        name: {"numbers": dict(_numbers(platform, name)), "budget": dict(_budget(platform, name)), "objects": objects}
        for name, objects in made.items()
    }


def _numbers(platform: Platform, name: str) -> Iterator[tuple[str, str]]:
    props = deployment_props(platform, name)
    profile, wanted, times = props.runtime.profile(), pod_requests(props), solve(props.timing)
    service = platform.enabled_services[name]
    replicas = props.replicas
    yield "image", props.image
    one = props.singleton or replicas.min == replicas.max
    yield (
        "pods",
        "1, never two" if props.singleton else str(replicas.min) if one else f"{replicas.min} to {replicas.max}",
    )
    if not one:
        yield "scales at", f"{props.scaling.cpu_percent} % CPU"
    yield "CPU of a pod", cpu_text(wanted.cpu)
    yield "memory of a pod", bytes_text(wanted.memory)
    if profile.port is not None:
        yield "port", str(profile.port)
        yield "longest answer", f"{times.request} s"
    yield "ends within", f"{times.grace} s"
    for (owner, database, writes), size in sorted(connections(platform).sizes.items()):
        if owner == name:
            yield f"pool at {database}, {'writer' if writes else 'readers'}", str(size)
    if service.team:
        yield "team", service.team


def _budget(platform: Platform, name: str) -> Iterator[tuple[str, str]]:
    props: MsaDeploymentProps = deployment_props(platform, name)
    service = platform.enabled_services[name]
    wanted, most = pod_requests(props), most_pods(props)
    yield "at most", f"{most} pods: {cpu_text(wanted.cpu * most)} CPU, {bytes_text(wanted.memory * most)}"
    promised = objective_of(props.runtime, service.objectives)
    if promised:
        missed = (1 - promised.availability) * _MINUTES
        yield "answered", f"{promised.availability * 100:g} %: {missed:.0f} minutes of 30 days may fail"
        yield "quick", f"{promised.latency * 100:g} % within {promised.latency_ms:g} ms"
    for database in databases_of(service):
        there = platform.used_databases[database]
        if database == service.database:
            used, room = connections_at_writer(platform, database), max_connections(there)
            yield f"connections at {database}", f"{used} of {room}, of all services together"
