"""Programs on Node.js: what the mesh and Kubernetes see of them, and prom-client where a program has it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link, service_choice
from x2bee_constructs.observability.dashboards.model import Board, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import chosen, istio, pods_of, quantile, rate, share

__all__ = ["node"]


def node(props: DashboardsProps) -> Board | None:
    """The board; None where nothing runs on Node.js."""
    services = tuple(one for one in props.services if one.node)
    if not services:
        return None
    rows = [Row("Pages and requests", tuple(_asked(props)))] if props.mesh else []
    rows.append(Row("Containers", tuple(_containers(props))))
    told = [one.name for one in services if one.metrics]
    if told:
        rows.append(Row(f"Inside the program ({', '.join(told)})", tuple(_inside(props)), folded=True))
    return Board(
        uid("node"),
        "Next.js and Node.js",
        "Rendered pages, CPU of the one thread that renders, memory, and the event loop where the program tells of it.",
        tuple(rows),
        (service_choice(services),),
        (board_link("Service", "service", service="${service}"),),
    )


def _asked(props: DashboardsProps) -> Iterator[Panel]:
    its = istio(props, chosen(props))
    requests = rate("istio_requests_total", its)
    codes = Prom(f"sum by (response_code) ({requests})", "{{response_code}}")
    yield Panel("Answers", "Requests by status.", (codes,), "reqps", stack=True)
    bad = rate("istio_requests_total", f'{its},response_code=~"5.."')
    failed = Prom(share(f"sum({bad})", f"sum({requests})"), "5xx")
    yield Panel("Errors", "Share answered 5xx.", (failed,), "percentunit", lines=(Line(0.01, "one of a hundred"),))
    buckets = rate("istio_request_duration_milliseconds_bucket", its)
    parts = tuple(Prom(quantile(part / 100, "", buckets), f"p{part}") for part in (50, 95, 99))
    says = "Until the whole page is there, as the gateway measures it."
    yield Panel("Duration", says, parts, "ms", lines=(Line(1000, "a person notices", "orange"), Line(3000, "leaves")))


def _containers(props: DashboardsProps) -> Iterator[Panel]:
    main = f'namespace="{props.namespace}",pod=~"{pods_of()}",container="$service"'
    used = f"sum by (pod) ({rate('container_cpu_usage_seconds_total', main)})"
    says = "One thread renders: near one whole CPU everything waits for it, whatever the node has free."
    yield Panel("CPU", says, (Prom(used, "{{pod}}"),), "none", lines=(Line(0.9, "the thread is busy"),))
    memory = f"sum by (pod) (container_memory_working_set_bytes{{{main}}})"
    limit = f'max(kube_pod_container_resource_limits{{{main},resource="memory"}})'
    says = "Memory of each pod, with its page cache of the build, and the limit at which the kernel ends it."
    yield Panel("Memory", says, (Prom(memory, "{{pod}}"), Prom(limit, "limit")), "bytes")
    again = f"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{main}}}[$__rate_interval]))"
    says = "Programs that were started again."
    yield Panel("Restarts", says, (Prom(again, "{{pod}}"),), lines=(Line(1, "one", "orange"),))


def _inside(props: DashboardsProps) -> Iterator[Panel]:
    its = f'namespace="{props.namespace}",app="$service"'
    says = "By how much a timer is late, for the slowest hundredth: how long every request waits for others."
    lag = f"max by (pod) (nodejs_eventloop_lag_p99_seconds{{{its}}})"
    lines = (Line(0.1, "pages are late", "orange"), Line(0.5, "it stands still"))
    yield Panel("Event loop, p99", says, (Prom(lag, "{{pod}}"),), "s", lines=lines)
    heap, whole = (f"sum by (pod) (nodejs_heap_size_{what}_bytes{{{its}}})" for what in ("used", "total"))
    says = "Heap of V8 in use, and what it has taken."
    yield Panel("Heap", says, (Prom(heap, "{{pod}}"), Prom(f"max({whole})", "taken")), "bytes")
    gc = f"sum by (pod, kind) ({rate('nodejs_gc_duration_seconds_sum', its)})"
    says = "Share of the time in which V8 collected garbage."
    yield Panel("Time in collections", says, (Prom(gc, "{{pod}} {{kind}}"),), "percentunit", lines=(Line(0.1, "late"),))
    handles = f"sum by (pod) (nodejs_active_handles_total{{{its}}})"
    yield Panel("Handles", "Open sockets, files and timers: ever more is a leak.", (Prom(handles, "{{pod}}"),))
