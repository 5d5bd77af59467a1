"""One service in detail: what is asked of it, its pods, and whom it calls."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link, logs_link, service_choice, traces_link
from x2bee_constructs.observability.dashboards.boards.promises import promise_of_one
from x2bee_constructs.observability.dashboards.model import Board, Line, Link, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import chosen, istio, pods_of, quantile, rate, share

__all__ = ["service"]

_ERRORS = (Line(0.001, "one request of a thousand", "orange"), Line(0.01, "one of a hundred"))
_NOT_FOR = 'response_flags!~"-|DC"'


def service(props: DashboardsProps) -> Board:
    """The board."""
    rows: list[Row] = [promise_of_one(props)] if props.promises else []
    if props.mesh:
        rows += [Row("Asked of it", tuple(_asked(props))), Row("Whom it calls", tuple(_calls(props)))]
    rows.append(Row("Pods", tuple(_pods(props))))
    return Board(
        uid("service"),
        "Service",
        "One service: requests, errors and duration, its pods and autoscaler, its calls and what the mesh refused.",
        tuple(rows),
        (service_choice(tuple(props.services)),),
        tuple(_links(props)),
    )


def _links(props: DashboardsProps) -> Iterator[Link]:
    if props.traces and props.mesh:
        yield traces_link(props)
    if props.logs_domain:
        yield logs_link(props.logs_domain)
    if any(one.jvm for one in props.services):
        yield board_link("JVM", "jvm", service="${service}")


def _asked(props: DashboardsProps) -> Iterator[Panel]:
    its = istio(props, chosen(props))
    requests = rate("istio_requests_total", its)
    says = "Requests by who sends them; the gateway sends those from outside."
    yield Panel(
        "Requests by caller",
        says,
        (Prom(f"sum by (source_workload) ({requests})", "{{source_workload}}"),),
        "reqps",
        stack=True,
    )
    bad = rate("istio_requests_total", f'{its},response_code=~"5.."')
    refused = rate("istio_requests_total", f"{its},{_NOT_FOR}")
    says = "Share answered 5xx, and share that the mesh answered itself (circuit open, no pod, too late)."
    yield Panel(
        "Errors",
        says,
        (
            Prom(share(f"sum({bad})", f"sum({requests})"), "5xx"),
            Prom(share(f"sum({refused})", f"sum({requests})"), "refused by the mesh"),
        ),
        "percentunit",
        lines=_ERRORS,
    )
    buckets = rate("istio_request_duration_milliseconds_bucket", its)
    says = "How long answers take, as the callers measure it."
    parts = tuple(Prom(quantile(part / 100, "", buckets), f"p{part}") for part in (50, 95, 99))
    yield Panel("Duration", says, parts, "ms", lines=(Line(3000, "a person leaves"),))
    codes = Prom(f"sum by (response_code) ({requests})", "{{response_code}}")
    yield Panel("Answers", "Requests by status.", (codes,), "reqps", stack=True)
    flags = Prom(f"sum by (response_flags) ({refused})", "{{response_flags}}")
    says = "UO, circuit open; UH, no healthy pod; UF, no connection; UT, too late; URX, tried often enough; RL, rate."
    yield Panel("Refused by the mesh", says, (flags,), "reqps", lines=())
    here = f'reporter="destination",destination_service_namespace="{props.namespace}",{chosen(props)}'
    inside = quantile(0.99, "pod", rate("istio_request_duration_milliseconds_bucket", here))
    says = "The same at each pod: one slow pod, and not all, is a bad node or a pod that warms up."
    yield Panel("Duration at each pod, p99", says, (Prom(inside, "{{pod}}"),), "ms")


def _calls(props: DashboardsProps) -> Iterator[Panel]:
    out = 'reporter="source",source_workload="$service"'
    requests, buckets = (
        rate(metric, out) for metric in ("istio_requests_total", "istio_request_duration_milliseconds_bucket")
    )
    by = "destination_service_name"
    yield Panel(
        "Calls",
        "What it asks of others, of services and of hosts outside.",
        (Prom(f"sum by ({by}) ({requests})", f"{{{{{by}}}}}"),),
        "reqps",
    )
    bad = rate("istio_requests_total", f'{out},response_code=~"5.."')
    failed = share(f"sum by ({by}) ({bad})", f"sum by ({by}) ({requests})")
    says = "Share of its calls that failed, by whom it called: if one of them is red, look there first."
    yield Panel("Failed calls", says, (Prom(failed, f"{{{{{by}}}}}"),), "percentunit", lines=_ERRORS)
    says = "How long it waits for others."
    yield Panel("Duration of calls, p95", says, (Prom(quantile(0.95, by, buckets), f"{{{{{by}}}}}"),), "ms")
    opened = f'{out},response_flags=~"UO|UH"'
    refused = f"sum by ({by}, response_flags) ({rate('istio_requests_total', opened)})"
    says = "Calls that were not sent: UO, too many were under way or waited (circuit open); UH, no pod was healthy."
    yield Panel("Circuits", says, (Prom(refused, f"{{{{{by}}}}} {{{{response_flags}}}}"),), "reqps", width=12)
    thrown = (
        f'sum by (cluster_name) (envoy_cluster_outlier_detection_ejections_active{{namespace="{props.namespace}",'
        'app="$service"})'
    )
    says = "Pods of others that its proxies have put out for a while, since they failed several times in a row."
    yield Panel("Pods put out", says, (Prom(thrown, "{{cluster_name}}"),), "short", width=12, lines=(Line(1, "one"),))


def _pods(props: DashboardsProps) -> Iterator[Panel]:
    deployment = f'namespace="{props.namespace}",deployment="$service"'
    scaler = f'namespace="{props.namespace}",horizontalpodautoscaler=~"(keda-hpa-)?$service"'
    yield Panel(
        "Pods",
        "Pods that are ready, that are wanted, and the most that the autoscaler may start.",
        (
            Prom(f"kube_deployment_status_replicas_available{{{deployment}}}", "ready"),
            Prom(f"kube_deployment_spec_replicas{{{deployment}}}", "wanted"),
            Prom(f"kube_horizontalpodautoscaler_spec_max_replicas{{{scaler}}}", "at most"),
        ),
    )
    pods = f'namespace="{props.namespace}",pod=~"{pods_of()}"'
    main = f'{pods},container="$service"'
    used = f"sum by (pod) ({rate('container_cpu_usage_seconds_total', main)})"
    asked = f'max(kube_pod_container_resource_requests{{{main},resource="cpu"}})'
    says = "CPU of each pod's program, and what one asks for. There is no limit: what the node has free may be used."
    yield Panel("CPU", says, (Prom(used, "{{pod}}"), Prom(asked, "asked for")), "none")
    memory = f"sum by (pod) (container_memory_working_set_bytes{{{main}}})"
    limit = f'max(kube_pod_container_resource_limits{{{main},resource="memory"}})'
    says = "Memory of each pod's program, and the limit at which the kernel ends it."
    yield Panel("Memory", says, (Prom(memory, "{{pod}}"), Prom(limit, "limit")), "bytes")
    again = f"sum by (pod, container) (increase(kube_pod_container_status_restarts_total{{{pods}}}[$__rate_interval]))"
    yield Panel(
        "Restarts",
        "Containers that were started again.",
        (Prom(again, "{{pod}} {{container}}"),),
        lines=(Line(1, "one", "orange"),),
    )
    why = f"sum by (reason) (kube_pod_container_status_last_terminated_reason{{{pods}}})"
    says = "Why containers ended last: OOMKilled, its memory; Error, itself; Completed, it was asked to."
    yield Panel("Why they ended", says, (Prom(why, "{{reason}}"),))
    throttled = share(
        f"sum by (container) ({rate('container_cpu_cfs_throttled_periods_total', pods)})",
        f"sum by (container) ({rate('container_cpu_cfs_periods_total', pods)})",
    )
    says = (
        "Share of the time slices in which a container with a CPU limit had to wait: the proxy, for one, has a limit."
    )
    yield Panel("Throttled", says, (Prom(throttled, "{{container}}"),), "percentunit", lines=(Line(0.25, "slow"),))
