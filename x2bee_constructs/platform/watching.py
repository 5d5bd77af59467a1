"""The pods that watch a platform, with what they request: from the values of their charts and their own objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.once import once
from x2bee_constructs.observability import names
from x2bee_constructs.observability.charts import components
from x2bee_constructs.observability.collector.manifests import tiers
from x2bee_constructs.platform.observability import observability_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.sizing import Requests, bytes_of, millicores

__all__ = ["SystemLoad", "watching_loads"]

_MI = 1024**2

_RELOADER = ("prometheusOperator", "prometheusConfigReloader", "resources")
"""A container beside each Prometheus and each Alertmanager."""

_PODS: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    (names.PROMETHEUS, names.PROMETHEUS): (("prometheus", "prometheusSpec", "resources"), _RELOADER),
    (names.PROMETHEUS, names.ALERTMANAGER): (("alertmanager", "alertmanagerSpec", "resources"), _RELOADER),
    (names.PROMETHEUS, names.OPERATOR): (("prometheusOperator", "resources"),),
    (names.PROMETHEUS, names.KUBE_STATE_METRICS): (("kube-state-metrics", "resources"),),
    (names.NODE_EXPORTER, names.NODE_EXPORTER): (("resources",),),
    (names.GRAFANA, names.GRAFANA): (("resources",), ("sidecar", "resources")),
    (names.KIALI, names.KIALI): (("deployment", "resources"),),
    (names.JAEGER, names.JAEGER): (("jaeger", "resources"),),
}
"""The pods of each release, and where its values have the resources of each of their containers."""


class SystemLoad(NamedTuple):
    """Pods of one kind: so many always, so many when their autoscaler is at its maximum."""

    name: str
    least: int
    most: int
    one: Requests


@once
def watching_loads(platform: Platform) -> tuple[SystemLoad, ...]:
    """All of them; none where nothing watches the platform."""
    return tuple(_loads(platform))


def _loads(platform: Platform) -> Iterator[SystemLoad]:
    props = observability_props(platform)
    if props is None:
        return
    several = {names.PROMETHEUS: props.replicas, names.ALERTMANAGER: props.replicas}
    values = {one.name: one.values.to_wire() for made in components(platform.site, props) for one in made.releases}
    for (release, pods), ways in _PODS.items():
        if release in values:
            count, one = several.get(pods, 1), Requests()
            for way in ways:
                one += _requested(values[release], way)
            yield SystemLoad(pods, count, count, one)
    for tier in tiers(props):
        one = Requests(cpu=millicores(tier.cpu), memory=tier.memory_mib * _MI, disk=128 * _MI)
        yield SystemLoad(tier.name, tier.replicas, tier.replicas, one)


def _requested(values: Mapping[str, Any], way: tuple[str, ...]) -> Requests:
    found: Mapping[str, Any] = values
    for part in (*way, "requests"):
        found = as_mapping(found[part]) or {}
    return Requests(cpu=millicores(str(found["cpu"])), memory=bytes_of(str(found["memory"])))
