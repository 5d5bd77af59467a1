"""From the platform to what watches it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from x2bee_constructs.core.faults import PlacedFault, fault, show
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.once import once
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.identities import domain_arn
from x2bee_constructs.logging.names import host as logs_host
from x2bee_constructs.logging.volume import DAY_AGAINST_PEAK
from x2bee_constructs.network.addresses import app_cidrs
from x2bee_constructs.observability import names
from x2bee_constructs.observability.budget import Counted, counted_series, metrics_budget, stored_gib, traces_budget
from x2bee_constructs.observability.identities import observability_identities
from x2bee_constructs.observability.jaeger import IN_MEMORY
from x2bee_constructs.observability.props import ObservabilityStackProps, SpanStore
from x2bee_constructs.observability.secrets import sources
from x2bee_constructs.platform.delivery import argocd_cluster
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import least_pods, replicas_of
from x2bee_constructs.platform.stores import OBSERVABILITY, stores_of
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.node import NextJs, NodeJs

__all__ = [
    "log_guests",
    "observability_faults",
    "observability_pods",
    "observability_props",
    "observability_secrets",
    "observability_sums",
]

_REQUESTS = {"small": 20, "medium": 100, "large": 300}
"""Requests per second from outside, where no service says how many it takes. Our judgement."""

_PODS_A_NODE = 15
"""Pods of services on one node, to guess how many nodes there are before they are counted; it decides nothing but the
number of series of nodes."""

_FORGOTTEN = (
    f"traces: Jaeger keeps the last {IN_MEMORY} in its memory, and they are gone with its pod: there is no `logs`, "
    "whose OpenSearch would keep them"
)

_SYSTEM_PODS = 60
"""Pods beside the services, of all namespaces: our judgement."""


@once
def observability_props(platform: Platform) -> ObservabilityStackProps | None:
    """What `ObservabilityStack` takes; None for a platform that says nothing of observability."""
    spec = platform.observability
    if spec is None:
        return None
    logs = platform.logs
    store = SpanStore(url=f"https://{logs_host(platform.domain)}", replicas=logs.opensearch.replicas) if logs else None
    least = least_pods(platform)
    return ObservabilityStackProps(
        spec=spec,
        domain=platform.domain,
        region=platform.region,
        account=platform.account,
        app_cidrs=app_cidrs(network_props(platform)),
        series=counted_series(_counted(platform))[0],
        requests_per_second=_requests(platform),
        # Two have all metrics each; a third would only be asked less.
        replicas=min(2, least),
        collectors=least,
        span_store=store,
        mesh=platform.istio_revision is not None,
        secrets_manager=stores_of(OBSERVABILITY)["secret_store"],
        node_selector=platform.node_selector,
        argocd_cluster=argocd_cluster(platform),
    )


def observability_pods(platform: Platform) -> tuple[PodIdentity, ...]:
    """Who watches and needs something of AWS."""
    spec = platform.observability
    if spec is None:
        return ()
    domain = domain_arn(platform.site, platform.account, platform.region) if platform.logs else None
    return observability_identities(platform.site, platform.account, platform.region, spec, domain)


def observability_secrets(platform: Platform) -> tuple[Source, ...]:
    """Logins and receivers, in Secrets Manager."""
    spec = platform.observability
    return sources(platform.site, spec) if spec else ()


def log_guests(platform: Platform) -> tuple[LogGuest, ...]:
    """Who else keeps data in the domain of logs: Jaeger, its spans."""
    spec = platform.observability
    if spec is None or platform.logs is None:
        return ()
    days, gib = spec.tracing.retention_days, stored_gib(spec.tracing, _requests(platform), DAY_AGAINST_PEAK)
    return (LogGuest(name=names.JAEGER, prefix=names.trace_prefix(platform.site), days=days, gib_per_day=gib),)


def observability_sums(platform: Platform) -> tuple[str, ...]:
    """What Prometheus and the collectors hold, as sums for people."""
    props = observability_props(platform)
    if props is None:
        return ()
    series = counted_series(_counted(platform))[1]
    metrics = metrics_budget(props.spec.metrics, props.series)
    traces = traces_budget(props.spec.tracing, props.requests_per_second, props.collectors)
    sums = (f"metrics: {series}; {metrics.sum}", f"traces: {traces.sum}")
    return sums if props.span_store else (*sums, _FORGOTTEN)


def observability_faults(platform: Platform) -> Iterator[PlacedFault]:
    """A volume that was said, and does not hold what Prometheus is to keep."""
    spec = platform.observability
    if spec is None or spec.metrics.storage_gib is None:
        return
    series, said = counted_series(_counted(platform))
    budget = metrics_budget(spec.metrics, series)
    if not budget.fits:
        counted = "" if spec.metrics.series else f"{said}; "
        wrong = fault(
            "X2B378",
            f"Prometheus does not hold {spec.metrics.retention_days} days in {spec.metrics.storage_gib} GiB",
            expected=f"at least {budget.needed_gib}",
            got=show(spec.metrics.storage_gib),
            why=counted + budget.sum,
            fix=f"storage_gib: {budget.needed_gib}, or fewer retention_days",
            related="observability.metrics.retention_days",
        )
        yield ("observability", "metrics", "storage_gib"), wrong, spec.metrics.storage_gib


def _counted(platform: Platform) -> Counted:
    """What is counted when every autoscaler is at its maximum."""
    most = {name: replicas_of(platform, one).max for name, one in platform.enabled_services.items()}
    pods = sum(most.values())
    runtimes = {name: one.runtime for name, one in platform.enabled_services.items()}
    jvms = sum(
        most[name] for name, one in runtimes.items() if isinstance(one, SpringBoot | SpringBatch | SpringCloudGateway)
    )
    node_js = sum(most[name] for name, one in runtimes.items() if isinstance(one, NextJs | NodeJs))
    return Counted(
        nodes=max(3, ceil(pods / _PODS_A_NODE)),
        pods=pods + _SYSTEM_PODS,
        proxies=pods if platform.istio_revision else 0,
        jvms=jvms,
        node_js=node_js,
    )


def _requests(platform: Platform) -> int:
    """As many as the services that the gateway leads to take at most, where they say it."""
    said = [
        one.scaling.requests_per_second * replicas_of(platform, one).max
        for one in platform.enabled_services.values()
        if one.exposed and one.scaling.requests_per_second
    ]
    return sum(said) or _REQUESTS[platform.size]
