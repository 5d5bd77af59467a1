"""The OpenSearch domain with the logs and spans, as CloudWatch tells it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Line, Panel, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps, LogDomainView

__all__ = ["opensearch"]

_FREE = 0.25
"""Of each node's storage: below it the alarm tells."""


def opensearch(props: DashboardsProps) -> Board | None:
    """The board; None without logs."""
    domain = props.logs
    if domain is None:
        return None
    rows = [
        Row("Health", tuple(_health(domain))),
        Row("Load", tuple(_load(domain))),
        Row("Writing and searching", tuple(_work(domain))),
    ]
    if domain.masters:
        rows.append(Row("Masters", tuple(_masters(domain)), folded=True))
    return Board(
        uid("opensearch"),
        "OpenSearch",
        f"The domain {domain.domain}: health, storage, memory, queues and refusals.",
        tuple(rows),
        links=(board_link("Fluentd", "fluentd"),),
        hours=6,
    )


def _of(domain: LogDomainView, metric: str, statistic: str, legend: str) -> Cloud:
    return Cloud("AWS/ES", metric, {"DomainName": domain.domain, "ClientId": domain.account}, statistic, legend)


def _health(domain: LogDomainView) -> Iterator[Panel]:
    says = "1 while it is so. Yellow: a copy is missing. Red: a shard and all its copies are."
    states = tuple(_of(domain, f"ClusterStatus.{one}", "Maximum", one) for one in ("green", "yellow", "red"))
    yield Panel("Status", says, states, most=1)
    says = f"Nodes that answer; {domain.nodes} if all do."
    nodes = (_of(domain, "Nodes", "Minimum", "nodes"),)
    yield Panel("Nodes", says, nodes, falling=True, lines=(Line(domain.nodes, "all of them"),))
    free = int(domain.storage_gib * 1024 * _FREE)
    says = f"What is free on the fullest node, of {domain.storage_gib} GiB; below a quarter the alarm tells."
    left = (_of(domain, "FreeStorageSpace", "Minimum", "free"),)
    yield Panel("Free storage", says, left, "decmbytes", falling=True, lines=(Line(free, "a quarter"),))
    says = "1 while it takes no logs: full, or out of memory. Fluentd keeps them for now."
    blocked = (_of(domain, "ClusterIndexWritesBlocked", "Maximum", "blocked"),)
    yield Panel("Writes blocked", says, blocked, most=1, lines=(Line(1, "alarm"),))
    says = "Shards, of which AWS advises a thousand a node at most."
    yield Panel("Shards", says, (_of(domain, "Shards.active", "Maximum", "shards"),), lines=(Line(30_000, "alarm"),))
    yield Panel("Documents", "Lines that can be searched.", (_of(domain, "SearchableDocuments", "Maximum", "lines"),))


def _load(domain: LogDomainView) -> Iterator[Panel]:
    says = "The busiest data node."
    cpu = (_of(domain, "CPUUtilization", "Maximum", "busiest"), _of(domain, "CPUUtilization", "Average", "all"))
    yield Panel("CPU", says, cpu, "percent", most=100, lines=(Line(80, "alarm after 45 min"),))
    says = "How full the fullest node's heap is."
    heap = (_of(domain, "JVMMemoryPressure", "Maximum", "heap"),)
    yield Panel("Heap", says, heap, "percent", most=100, lines=(Line(95, "alarm"),))
    says = "How full its old part is, which only a long collection empties."
    old = (_of(domain, "OldGenJVMMemoryPressure", "Maximum", "old"),)
    yield Panel("Old heap", says, old, "percent", most=100, lines=(Line(80, "alarm"),))


def _work(domain: LogDomainView) -> Iterator[Panel]:
    rates = (_of(domain, "IndexingRate", "Average", "written"), _of(domain, "SearchRate", "Average", "searches"))
    yield Panel("Each minute", "Operations of each node in a minute.", rates)
    times = (_of(domain, "IndexingLatency", "Average", "writing"), _of(domain, "SearchLatency", "Average", "searching"))
    yield Panel("Duration", "How long they take.", times, "ms")
    says = "What waits: writes from 100 on, searches from 500 on, and the alarm tells."
    queues = (
        _of(domain, "ThreadpoolWriteQueue", "Average", "writes"),
        _of(domain, "ThreadpoolSearchQueue", "Average", "searches"),
    )
    yield Panel("Queues", says, queues, lines=(Line(100, "alarm of writes", "orange"), Line(500, "alarm of searches")))
    says = "What it had no room for."
    refused = (
        _of(domain, "ThreadpoolWriteRejected", "Sum", "writes"),
        _of(domain, "ThreadpoolSearchRejected", "Sum", "searches"),
    )
    yield Panel("Refused", says, refused, width=12)
    codes = tuple(_of(domain, code, "Sum", code) for code in ("2xx", "4xx", "5xx"))
    yield Panel("Answers", "Requests by kind of status.", codes, width=12, stack=True)


def _masters(domain: LogDomainView) -> Iterator[Panel]:
    says = "The busiest master."
    cpu = (_of(domain, "MasterCPUUtilization", "Maximum", "busiest"),)
    yield Panel("CPU", says, cpu, "percent", most=100, lines=(Line(50, "alarm after 45 min"),))
    says = "How full the fullest master's heap is."
    heap = (_of(domain, "MasterJVMMemoryPressure", "Maximum", "heap"),)
    yield Panel("Heap", says, heap, "percent", most=100, lines=(Line(95, "alarm"),))
    says = "1 while nodes reach the master."
    reached = (_of(domain, "MasterReachableFromNode", "Minimum", "reached"),)
    yield Panel("Reached", says, reached, falling=True, most=1)
