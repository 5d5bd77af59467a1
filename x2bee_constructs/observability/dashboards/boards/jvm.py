"""Programs on a JVM, as Micrometer tells it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link, service_choice
from x2bee_constructs.observability.dashboards.model import Board, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.dashboards.queries import rate, share

__all__ = ["jvm"]


def jvm(props: DashboardsProps) -> Board | None:
    """The board; None where nothing runs on a JVM."""
    services = tuple(one for one in props.services if one.jvm)
    if not services:
        return None
    its = f'namespace="{props.namespace}",app="$service"'
    rows = [
        Row("Memory and collection", tuple(_memory(its))),
        Row("Threads and requests", tuple(_work(its))),
    ]
    if any(one.pools for one in services):
        rows.append(Row("Connections to databases", tuple(_pools(its))))
    return Board(
        uid("jvm"),
        "JVM",
        "Heap, garbage collection, threads, connection pools and requests of one Java service, pod by pod.",
        tuple(rows),
        (service_choice(services),),
        (board_link("Service", "service", service="${service}"),),
    )


def _memory(its: str) -> Iterator[Panel]:
    used, most = (f'sum by (pod) (jvm_memory_{what}_bytes{{{its},area="heap"}})' for what in ("used", "max"))
    yield Panel(
        "Heap",
        "Heap in use and the most that there may be. Its lowest points after collections tell of a leak.",
        (Prom(used, "{{pod}}"), Prom(f"max({most})", "at most")),
        "bytes",
    )
    says = "Heap of its maximum after collections had their chance: what stays high is in use."
    yield Panel(
        "Heap of its maximum",
        says,
        (Prom(f"{used} / ({most} > 0)", "{{pod}}"),),
        "percentunit",
        lines=(Line(0.8, "collections become frequent", "orange"), Line(0.95, "OutOfMemoryError")),
        most=1,
    )
    other = f'sum by (id) (jvm_memory_used_bytes{{{its},area="nonheap"}})'
    says = "Memory beside the heap, of all pods: classes, code, and so on. It counts against the container's limit."
    yield Panel("Beside the heap", says, (Prom(other, "{{id}}"),), "bytes", stack=True)
    paused = f"sum by (pod) ({rate('jvm_gc_pause_seconds_sum', its)})"
    says = "Share of the time in which the program stood still for its collector."
    yield Panel(
        "Time in collections",
        says,
        (Prom(paused, "{{pod}}"),),
        "percentunit",
        lines=(Line(0.05, "answers are late", "orange"), Line(0.15, "the heap is too small")),
    )
    longest = f"max by (pod) (jvm_gc_pause_seconds_max{{{its}}})"
    yield Panel("Longest pause", "The longest pause of the last minutes.", (Prom(longest, "{{pod}}"),), "s")
    made = f"sum by (pod) ({rate('jvm_gc_memory_allocated_bytes_total', its)})"
    yield Panel("Allocated", "How much memory the program asks for each second.", (Prom(made, "{{pod}}"),), "Bps")


def _work(its: str) -> Iterator[Panel]:
    says = "Threads of all kinds; ever more of them is a leak."
    yield Panel("Threads", says, (Prom(f"sum by (pod) (jvm_threads_live_threads{{{its}}})", "{{pod}}"),))
    states = f"sum by (state) (jvm_threads_states_threads{{{its}}})"
    says = "What the threads of all pods do: blocked ones wait for a lock of the program itself."
    yield Panel("What threads do", says, (Prom(states, "{{state}}"),), stack=True)
    cpu = f"max by (pod) (process_cpu_usage{{{its}}})"
    yield Panel("CPU", "What the JVM takes of all CPUs that it sees.", (Prom(cpu, "{{pod}}"),), "percentunit", most=1)
    by = "sum by (uri) "
    requests = rate("http_server_requests_seconds_count", its)
    yield Panel(
        "Requests by path",
        "The ten paths that are asked most, as Spring names them.",
        (Prom(f"topk(10, {by}({requests}))", "{{uri}}"),),
        "reqps",
    )
    taken = rate("http_server_requests_seconds_sum", its)
    says = "How long a request to each path takes on average: the ten slowest. Quantiles are the mesh's."
    slow = f"topk(10, {by}({taken}) / ({by}({requests}) > 0))"
    yield Panel("Mean duration by path", says, (Prom(slow, "{{uri}}"),), "s", lines=(Line(1, "a person notices"),))
    bad = rate("http_server_requests_seconds_count", f'{its},outcome="SERVER_ERROR"')
    failed = share(f"{by}({bad})", f"{by}({requests})")
    yield Panel(
        "Failed by path",
        "Share of the requests to each path that the program answered 5xx.",
        (Prom(failed, "{{uri}}"),),
        "percentunit",
        lines=(Line(0.01, "one of a hundred"),),
    )


def _pools(its: str) -> Iterator[Panel]:
    says = "Connections in use by each pod's pool, and the size of a pool, which the database has room for."
    in_use = f"sum by (pod, pool) (hikaricp_connections_active{{{its}}})"
    size = f"max by (pool) (hikaricp_connections_max{{{its}}})"
    yield Panel("In use", says, (Prom(in_use, "{{pod}} {{pool}}"), Prom(size, "size of {{pool}}")))
    says = "Requests that wait for a connection. If that lasts, statements are slow or the pool is too small."
    waiting = f"sum by (pod, pool) (hikaricp_connections_pending{{{its}}})"
    yield Panel("Waiting", says, (Prom(waiting, "{{pod}} {{pool}}"),), lines=(Line(1, "one waits", "orange"),))
    says = "Requests that waited in vain, each second."
    late = f"sum by (pod, pool) ({rate('hikaricp_connections_timeout_total', its)})"
    yield Panel("Given up", says, (Prom(late, "{{pod}} {{pool}}"),), "cps", lines=(Line(0.001, "any"),))
    says = "How long it takes to get a connection, on average."
    taken, count = (
        f"sum by (pool) ({rate(f'hikaricp_connections_acquire_seconds_{e}', its)})" for e in ("sum", "count")
    )
    yield Panel("Until one is had", says, (Prom(f"{taken} / ({count} > 0)", "{{pool}}"),), "s", width=12)
    says = "How long a connection is kept before it is given back: a long transaction keeps others waiting."
    taken, count = (f"sum by (pool) ({rate(f'hikaricp_connections_usage_seconds_{e}', its)})" for e in ("sum", "count"))
    yield Panel("How long one is kept", says, (Prom(f"{taken} / ({count} > 0)", "{{pool}}"),), "s", width=12)
