"""A platform's Kubernetes side without cdk8s: the objects of each chart, and the files that cdk8s writes of them.

The charts are those of `PlatformCharts`; a test holds both together, byte for byte. For fleets, where each environment
would otherwise cost a Node.js process (ADR 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from x2bee_constructs.addons.manifests import add_on_objects, store_objects
from x2bee_constructs.apm.scouter import scouter_objects
from x2bee_constructs.apm.whatap import whatap_objects
from x2bee_constructs.batch.manifests import scheduler_objects
from x2bee_constructs.batch.reconcile.job import events_objects
from x2bee_constructs.cluster.manifests import cluster_objects
from x2bee_constructs.core.leaks import ClashError, LeakError, find_leak
from x2bee_constructs.core.objects import CDK8S_METADATA, CLUSTER_SCOPED, KubeObject
from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.database.access.manifests import access_objects
from x2bee_constructs.database.manifests import credentials_objects
from x2bee_constructs.database.names import data_namespace
from x2bee_constructs.database.sync.manifests import sync_objects
from x2bee_constructs.delivery.argo.delivered import Delivered, as_charts
from x2bee_constructs.delivery.argo.manifests import delivery_objects
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.logging.manifests import efk_objects
from x2bee_constructs.mesh.manifests import istio_objects, mesh_objects, outside_host_objects
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.priorities import priority_classes
from x2bee_constructs.namespace.props import AppNamespaceProps
from x2bee_constructs.observability.dashboards.manifests import dashboard_objects
from x2bee_constructs.observability.manifests import observability_objects
from x2bee_constructs.observability.rules.manifests import rule_objects
from x2bee_constructs.platform import names
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.alerts import platform_rules
from x2bee_constructs.platform.apm import scouter_props, whatap_props
from x2bee_constructs.platform.batch import scheduler_props
from x2bee_constructs.platform.dashboards import dashboards_props
from x2bee_constructs.platform.databases import access_props, credentials_props, in_cluster_props
from x2bee_constructs.platform.delivery import WAVES_OF_CHARTS, delivery_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.logs import efk_props
from x2bee_constructs.platform.mesh import mesh_props, outside_props
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.observability import observability_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.schedules import events_props
from x2bee_constructs.platform.sessions import session_access_props
from x2bee_constructs.platform.syncs import sync_props
from x2bee_constructs.platform.toolchain import toolchain_props
from x2bee_constructs.session.manifests import session_objects
from x2bee_constructs.toolchain.manifests import toolchain_objects
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.names import namespace

__all__ = ["ChartPart", "platform_files", "platform_objects"]


class ChartPart(NamedTuple):
    """What one construct puts into a chart; `namespace` is the chart's own, for objects that say none."""

    chart: str
    namespace: str | None
    objects: Mapping[str, KubeObject]


def platform_objects(platform: Platform) -> Iterator[ChartPart]:
    """Every part of every chart. Raises `ValueError` for a name that is too long for Kubernetes."""
    charts: defaultdict[str, list[Delivered]] = defaultdict(list)
    for part in _parts(platform):
        charts[part.chart] += [_delivered(made, part.namespace) for made in part.objects.values()]
        yield part
    if delivery := delivery_props(platform):
        brought = as_charts(charts, WAVES_OF_CHARTS, kept=names.SYSTEM_CHARTS)
        yield ChartPart(names.DELIVERY_CHART, None, delivery_objects(platform.site, delivery, brought))


def _parts(platform: Platform) -> Iterator[ChartPart]:
    """All that Argo CD brings."""
    site, add_ons = platform.site, add_ons_props(platform)
    yield ChartPart(names.ADD_ONS_CHART, None, add_on_objects(site, add_ons))
    yield ChartPart(names.CLUSTER_CHART, None, cluster_objects(site, cluster_props(platform)))
    yield ChartPart(names.CLUSTER_CHART, None, store_objects(site, add_ons))
    yield from _mesh(platform)
    yield from _data(platform)
    if logs := efk_props(platform):
        yield ChartPart(names.LOGGING_CHART, None, efk_objects(site, logs))
    yield from _observability(platform)
    yield from _apm(platform)
    if tools := toolchain_props(platform):
        yield ChartPart(names.TOOLCHAIN_CHART, None, toolchain_objects(site, tools))
    home = namespace(site)
    yield ChartPart(names.NAMESPACE_CHART, None, namespace_objects(home, namespace_props(platform)))
    yield ChartPart(names.NAMESPACE_CHART, None, priority_classes())
    for service in platform.enabled_services:
        yield from (ChartPart(service, home, objects) for objects in _service(platform, service, home))


def _mesh(platform: Platform) -> Iterator[ChartPart]:
    if mesh := mesh_props(platform):
        yield ChartPart(names.ISTIO_CHART, None, istio_objects(mesh))
        yield ChartPart(names.MESH_CHART, None, mesh_objects(mesh))
        if outside := outside_props(platform):
            yield ChartPart(names.MESH_CHART, None, outside_host_objects(namespace(platform.site), outside))
    if ingress := ingress_props(platform):
        yield ChartPart(names.INGRESS_CHART, None, ingress_objects(platform.site, ingress))


def _data(platform: Platform) -> Iterator[ChartPart]:
    site, access = platform.site, access_props(platform)
    if not access:
        return
    home = data_namespace(site)
    yield ChartPart(names.DATA_CHART, None, namespace_objects(home, AppNamespaceProps(stage="databases")))
    if inside := in_cluster_props(platform):
        from x2bee_constructs.database.cloudnative_manifests import in_cluster_objects  # see `database.k8s`

        for database in inside.values():
            yield ChartPart(names.DATA_CHART, None, in_cluster_objects(site, database))
    for database in access.values():
        yield ChartPart(names.DATA_CHART, None, access_objects(site, database))
    for name, sync in sync_props(platform).items():
        yield ChartPart(names.SYNCS_CHART, home, sync_objects(name, home, sync))


def _observability(platform: Platform) -> Iterator[ChartPart]:
    props = observability_props(platform)
    if not props:
        return
    yield ChartPart(names.MONITORING_CHART, None, observability_objects(platform.site, props))
    if drawn := dashboards_props(platform):
        yield ChartPart(names.MONITORING_CHART, None, dashboard_objects(platform.site, drawn))
    yield ChartPart(names.MONITORING_CHART, None, rule_objects(platform_rules(platform)))


def _apm(platform: Platform) -> Iterator[ChartPart]:
    if whatap := whatap_props(platform):
        yield ChartPart(names.APM_CHART, None, whatap_objects(platform.site, whatap))
    if scouter := scouter_props(platform):
        yield ChartPart(names.APM_CHART, None, scouter_objects(platform.site, scouter))


def _service(platform: Platform, service: str, home: str) -> Iterator[Mapping[str, KubeObject]]:
    site = platform.site
    if credentials := credentials_props(platform, service):
        yield credentials_objects(site, credentials)
    if sessions := session_access_props(platform, service):
        yield session_objects(site, home, sessions)
    if events := events_props(platform).get(service):
        yield events_objects(home, events)
    if scheduler := scheduler_props(platform, service):
        yield scheduler_objects(service, home, scheduler)
    else:
        yield msa_objects(service, home, deployment_props(platform, service))


def platform_files(platform: Platform) -> dict[str, str]:
    """The text of each file under `dist`, by its path there: `<chart>/<Kind>.<name>.k8s.yaml`.

    Raises `LeakError` for a CDK token or an ARN, `ClashError` if two objects would share a file, as `cdk8s synth` does.
    """
    files: dict[str, str] = {}
    for part in platform_objects(platform):
        for construct, made in part.objects.items():
            text = yaml_text(_as_cdk8s(made, part.namespace))
            if leak := find_leak(text):
                raise LeakError(f"[{part.chart}/{construct}] {leak}")
            file = f"{made.kind}.{made.metadata.name}"
            path = f"{part.chart}/{file}.k8s.yaml"
            if path in files:
                raise ClashError(f"[{part.chart}/{construct}] another object of this chart is {file}")
            files[path] = text
    return files


def _delivered(made: KubeObject, home: str | None) -> Delivered:
    """What Argo CD has to know of an object."""
    namespace = made.metadata.namespace or (home if made.kind not in CLUSTER_SCOPED else None)
    return Delivered(made.api_version.rpartition("/")[0], made.kind, namespace or "", str(made.metadata.name))


def _as_cdk8s(made: KubeObject, home: str | None) -> dict[str, Any]:
    """The keys in cdk8s' order: its own metadata sorted, everything else as it came."""
    body = dict(made.to_manifest())
    metadata: dict[str, Any] = dict(cast("dict[str, Any]", body.pop("metadata")))
    if home and not metadata.get("namespace") and made.kind not in CLUSTER_SCOPED:
        metadata["namespace"] = home
    own = {key: _sorted(metadata.pop(key)) for key in CDK8S_METADATA if key in metadata}
    head = {"apiVersion": body.pop("apiVersion"), "kind": body.pop("kind"), "metadata": own | metadata}
    return head | body


def _sorted(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    mapping = cast("dict[str, Any]", value)
    return {key: mapping[key] for key in sorted(mapping)}
