"""The platform at a glance: the four golden signals of every service."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link, service_url
from x2bee_constructs.observability.dashboards.boards.promises import each_promise
from x2bee_constructs.observability.dashboards.model import Board, Column, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import istio, one_of, quantile, rate, served, share

__all__ = ["overview"]

_SLOW_MS = 1000
_ERRORS = (Line(0.001, "one request of a thousand", "orange"), Line(0.01, "one of a hundred"))
_BUSY = (Line(0.7, "the autoscaler adds pods from 70 % of the request on", "orange"), Line(1.0, "more than requested"))


def overview(props: DashboardsProps) -> Board:
    """The board."""
    rows = [Row("Now", tuple(_now(props)))]
    if props.promises:
        rows.append(each_promise(props))
    if props.mesh:
        rows += [Row("Services", (_table(props),)), Row("Traffic, errors, latency", tuple(_golden(props)))]
    rows.append(Row("Saturation", tuple(_saturation(props))))
    return Board(
        uid("overview"),
        "Overview",
        "Traffic, errors, latency and saturation of every service, and what alarms now.",
        tuple(rows),
        links=(board_link("Capacity", "capacity"),),
    )


def _total(props: DashboardsProps, *matchers: str) -> str:
    return f"sum({rate('istio_requests_total', istio(props, *matchers))})"


def _now(props: DashboardsProps) -> Iterator[Panel]:
    if props.mesh:
        total, bad = _total(props), _total(props, 'response_code=~"5.."')
        yield Panel(
            "Requests",
            "All requests to services, from outside and from one another.",
            (Prom(total),),
            "reqps",
            "stat",
            4,
            4,
        )
        yield Panel(
            "Errors",
            "Share of requests answered 5xx, or not at all.",
            (Prom(share(bad, total)),),
            "percentunit",
            "stat",
            4,
            4,
            lines=_ERRORS,
        )
        buckets = rate("istio_request_duration_milliseconds_bucket", istio(props))
        says = "95 of 100 requests are answered within this time."
        line = (Line(_SLOW_MS, "a person notices"),)
        yield Panel("p95", says, (Prom(quantile(0.95, "", buckets)),), "ms", "stat", 4, 4, lines=line)
    names = one_of(one.name for one in props.services)
    missing = (
        f'sum(kube_deployment_status_replicas_unavailable{{namespace="{props.namespace}",deployment=~"{names}"}}) '
        "or vector(0)"
    )
    says = "Pods that should answer and do not: new ones that start, or broken ones."
    lines = (Line(1, "one pod", "orange"), Line(3, "three pods"))
    yield Panel("Pods that are not ready", says, (Prom(missing),), "short", "stat", 4, 4, lines=lines)
    says = "Alerts that fire, without the dead man's switch, which always does."
    firing = 'count(ALERTS{alertstate="firing",alertname!~"Watchdog|InfoInhibitor"}) or vector(0)'
    yield Panel("Alerts", says, (Prom(firing),), "short", "stat", 4, 4, lines=(Line(1, "one"),))
    says = "Containers that were started again within the hour."
    again = f'sum(increase(kube_pod_container_status_restarts_total{{namespace="{props.namespace}"}}[1h])) or vector(0)'
    yield Panel("Restarts in an hour", says, (Prom(again),), "short", "stat", 4, 4, lines=(Line(1, "one", "orange"),))


def _each(props: DashboardsProps, *matchers: str) -> str:
    return f"sum by (service) ({served(props, rate('istio_requests_total', istio(props, *matchers)))})"


def _latency(props: DashboardsProps, part: float) -> str:
    buckets = served(props, rate("istio_request_duration_milliseconds_bucket", istio(props)))
    return quantile(part, "service", buckets)


def _table(props: DashboardsProps) -> Panel:
    total, bad = _each(props), _each(props, 'response_code=~"5.."')
    slow = (Line(_SLOW_MS, "a person notices", "orange"), Line(3000, "a person leaves"))
    return Panel(
        "Each service",
        "One line for each service that is called; its name leads to its board. Requests are counted where they are "
        "sent, so that those which reached no pod are errors here.",
        (
            Prom(total),
            Prom(share(bad, total)),
            *(Prom(_latency(props, part)) for part in (0.5, 0.95, 0.99)),
            Prom(_cpu(props)),
            Prom(_memory(props)),
            Prom(
                "max by (service) (label_replace(kube_deployment_status_replicas_available"
                f'{{namespace="{props.namespace}"}}, "service", "$1", "deployment", "(.*)"))'
            ),
        ),
        kind="table",
        width=24,
        height=12,
        columns=(
            Column("Service", "service", link=service_url()),
            Column("Requests", "#A", "reqps"),
            Column("Errors", "#B", "percentunit", _ERRORS),
            Column("p50", "#C", "ms", slow),
            Column("p95", "#D", "ms", slow),
            Column("p99", "#E", "ms", slow),
            Column("CPU of request", "#F", "percentunit", _BUSY),
            Column("Memory of limit", "#G", "percentunit", (Line(0.9, "killed soon"),)),
            Column("Pods ready", "#H", "short"),
        ),
    )


def _golden(props: DashboardsProps) -> Iterator[Panel]:
    total, bad = _each(props), _each(props, 'response_code=~"5.."')
    says = "Requests each second to each service."
    yield Panel("Traffic", says, (Prom(total, "{{service}}"),), "reqps", stack=True)
    says = "Share of requests answered 5xx or not at all, by the service that was asked."
    yield Panel("Errors", says, (Prom(share(bad, total), "{{service}}"),), "percentunit", lines=_ERRORS)
    says = "99 of 100 requests are answered within this time, as the caller measures it."
    line = (Line(3000, "a person leaves"),)
    yield Panel("Latency, p99", says, (Prom(_latency(props, 0.99), "{{service}}"),), "ms", lines=line)
    refused = istio(props, 'response_flags!~"-|DC"')
    flags = f"sum by (response_flags) ({rate('istio_requests_total', refused)})"
    says = (
        "Why proxies answered themselves: UO, a circuit was open; UH, no healthy pod; UF, no connection; UT, too late; "
        "URX, tried often enough; RL, over its rate; UAEX, not allowed."
    )
    yield Panel("Refused by the mesh", says, (Prom(flags, "{{response_flags}}"),), "reqps", width=12)
    codes = f"sum by (response_code) ({rate('istio_requests_total', istio(props))})"
    yield Panel("Answers", "Requests by status.", (Prom(codes, "{{response_code}}"),), "reqps", width=12, stack=True)


def _by_pod(props: DashboardsProps, metric: str) -> str:
    """A number of containers under the label `service`; the proxy's container has another name than its service."""
    names = one_of(one.name for one in props.services)
    return f'{metric}{{namespace="{props.namespace}",container=~"{names}"}}'


def _cpu(props: DashboardsProps) -> str:
    used = f"rate({_by_pod(props, 'container_cpu_usage_seconds_total')}[$__rate_interval])"
    asked = f'kube_pod_container_resource_requests{{namespace="{props.namespace}",resource="cpu"}}'
    return _of(used, asked)


def _memory(props: DashboardsProps) -> str:
    asked = f'kube_pod_container_resource_limits{{namespace="{props.namespace}",resource="memory"}}'
    return _of(_by_pod(props, "container_memory_working_set_bytes"), asked)


def _of(used: str, asked: str) -> str:
    """What the containers of a service use of what they asked for, by service."""
    parts = (f'label_replace(sum by (container) ({of}), "service", "$1", "container", "(.*)")' for of in (used, asked))
    return " / ".join(f"sum by (service) ({part})" for part in parts)


def _saturation(props: DashboardsProps) -> Iterator[Panel]:
    says = "CPU that a service uses of what it asks for."
    yield Panel("CPU of request", says, (Prom(_cpu(props), "{{service}}"),), "percentunit", lines=_BUSY)
    says = "Memory that a service uses of its limit, at which the kernel ends it."
    line = (Line(0.9, "the kernel ends it soon"),)
    yield Panel("Memory of limit", says, (Prom(_memory(props), "{{service}}"),), "percentunit", lines=line)
    here = f'namespace="{props.namespace}"'
    now, most = (
        f"kube_horizontalpodautoscaler_{what}{{{here}}}" for what in ("status_current_replicas", "spec_max_replicas")
    )
    says = "Pods that an autoscaler has started, of the most that it may: at 100 % nothing is left to add."
    pods = f"{now} / {most}"
    legend = "{{horizontalpodautoscaler}}"
    yield Panel("Autoscalers", says, (Prom(pods, legend),), "percentunit", lines=(Line(1, "at its maximum"),), most=1)
