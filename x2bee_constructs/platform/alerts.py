"""Every alert of a platform, from all rooms: only of what the platform has."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.addons.alerts import addon_alerts
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.batch.alerts import batch_alerts
from x2bee_constructs.cluster.alerts import cluster_alerts
from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.core.alerts import PLATFORM, Alert
from x2bee_constructs.database.cloudnative_alerts import in_cluster_alerts
from x2bee_constructs.database.names import data_namespace, in_cluster
from x2bee_constructs.database.sync.alerts import sync_alerts
from x2bee_constructs.delivery.alerts import delivery_alerts
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.logging.alerts import log_alerts
from x2bee_constructs.mesh.alerts import mesh_alerts
from x2bee_constructs.observability.alerts import monitoring_alerts, remote_write_alerts, tracing_alerts
from x2bee_constructs.observability.slo.alerts import slo_alerts
from x2bee_constructs.observability.slo.manifests import slo_groups
from x2bee_constructs.observability.slo.props import Promise
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.apm import apm_alerts
from x2bee_constructs.platform.databases import in_cluster_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.schedules import is_scheduler
from x2bee_constructs.toolchain.alerts import jenkins_alerts, runner_alerts, sonarqube_alerts
from x2bee_constructs.workload.names import namespace
from x2bee_constructs.workload.objectives import objective_of

__all__ = ["platform_alerts", "platform_rules", "promises"]


def promises(platform: Platform) -> dict[str, Promise]:
    """What each service promises; nothing without the mesh, which measures."""
    made: dict[str, Promise] = {}
    for name, service in platform.enabled_services.items() if platform.istio_revision else ():
        objective = service.runtime and objective_of(service.runtime, service.objectives)
        if objective:
            owner = service.owner or service.team or PLATFORM
            inside = tuple(callee for callee in service.calls if callee in platform.services)
            made[name] = Promise(objective=objective, owner=owner, page=service.runbook, calls=inside)
    return made


def platform_alerts(platform: Platform) -> tuple[Alert, ...]:
    """All that Prometheus may call somebody for, whichever chart brings the rule."""
    syncs = (alert for name, sync in sorted(platform.syncs.items()) for alert in sync_alerts(name, sync))
    own = (alert for alerts in _symptoms(platform).values() for alert in alerts)
    logs = log_alerts() if platform.logs else ()
    return (*slo_alerts(promises(platform)), *own, *logs, *syncs, *_schedulers(platform))


def platform_rules(platform: Platform) -> tuple[prometheus.PrometheusRuleGroup, ...]:
    """The groups that the monitoring chart brings; those of logs, syncs and schedulers come with their rooms."""
    measured = slo_groups(promises(platform), namespace(platform.site), platform.runbooks)
    symptoms = (
        alert_group(f"x2bee-{room}", alerts, platform.runbooks)
        for room, alerts in _symptoms(platform).items()
        if alerts
    )
    return (*measured, *symptoms)


def _symptoms(platform: Platform) -> dict[str, tuple[Alert, ...]]:
    there = {add_on.name for add_on in add_ons(platform.site, add_ons_props(platform))}
    mesh, seen = platform.istio_revision is not None, platform.observability
    return {
        "cluster": cluster_alerts(),
        "add-ons": addon_alerts(there),
        "mesh": mesh_alerts() if mesh else (),
        "postgresql": tuple(_in_cluster(platform)),
        "monitoring": (
            *monitoring_alerts(),
            *(remote_write_alerts() if seen and seen.metrics.remote_write else ()),
            *(tracing_alerts() if mesh else ()),
        ),
        "delivery": delivery_alerts(),
        "apm": apm_alerts(platform),
        "toolchain": tuple(_tools(platform)),
    }


def _tools(platform: Platform) -> Iterator[Alert]:
    tools = platform.toolchain
    yield from jenkins_alerts() if tools and tools.jenkins else ()
    yield from runner_alerts() if tools and tools.runners else ()
    yield from sonarqube_alerts() if tools and tools.sonarqube else ()


def _schedulers(platform: Platform) -> Iterator[Alert]:
    """Those of every scheduler that is watched: without a monitor there is nothing to ask."""
    for name, service in platform.enabled_services.items():
        if is_scheduler(service) and deployment_props(platform, name).monitor:
            yield from batch_alerts(name, namespace(platform.site))


def _in_cluster(platform: Platform) -> Iterator[Alert]:
    home = data_namespace(platform.site)
    for name, props in in_cluster_props(platform).items():
        yield from in_cluster_alerts(name, in_cluster(name), home, archived=props.backup_bucket is not None)
