"""The store of sessions, node by node, as CloudWatch tells it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Line, Panel, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps, StoreView

__all__ = ["redis"]

_MEMORY = 75
_CPU = 90
_CONNECTIONS = 52_000
_LAG = 5
"""From these on the alarms of the store tell."""


def redis(props: DashboardsProps) -> Board | None:
    """The board; None where nobody keeps sessions."""
    store = props.sessions
    if store is None:
        return None
    return Board(
        uid("redis"),
        "Sessions (Valkey, Redis)",
        f"The replication group {store.group}: memory, what it drops, load, lag, and who was refused.",
        (Row("Memory", tuple(_memory(store))), Row("Load", tuple(_load(store))), Row("Safety", tuple(_safety(store)))),
        links=(board_link("Overview", "overview"),),
    )


def _each(store: StoreView, metric: str, statistic: str, called: str = "") -> tuple[Cloud, ...]:
    """One line for each node; AWS counts its only cache node as 0001."""
    return tuple(
        Cloud(
            "AWS/ElastiCache",
            metric,
            {"CacheClusterId": node, "CacheNodeId": "0001"},
            statistic,
            f"{node} {called}".rstrip(),
        )
        for node in store.nodes
    )


def _memory(store: StoreView) -> Iterator[Panel]:
    says = "Memory in use of each node. At 100 % sessions are dropped: a larger node type takes hours."
    used = _each(store, "DatabaseMemoryUsagePercentage", "Maximum")
    yield Panel("Memory", says, used, "percent", most=100, lines=(Line(_MEMORY, "alarm"),))
    says = "Sessions dropped for want of memory: customers are logged out."
    yield Panel("Dropped", says, _each(store, "Evictions", "Sum"), lines=(Line(1, "alarm"),))
    yield Panel("Keys", "Keys of each node: some for each session.", _each(store, "CurrItems", "Maximum"))


def _load(store: StoreView) -> Iterator[Panel]:
    says = "How busy the engine's one thread is."
    engine = _each(store, "EngineCPUUtilization", "Average")
    yield Panel("Engine", says, engine, "percent", width=6, most=100, lines=(Line(_CPU, "alarm"),))
    says = "How busy the host is, which also takes snapshots and TLS."
    host = _each(store, "CPUUtilization", "Average")
    yield Panel("Host", says, host, "percent", width=6, most=100, lines=(Line(_CPU, "alarm"),))
    says = "Connections of each node, which takes 65,000."
    found = _each(store, "CurrConnections", "Maximum")
    yield Panel("Connections", says, found, width=6, lines=(Line(_CONNECTIONS, "alarm"),))
    says = "What each node sends."
    yield Panel("Sent", says, _each(store, "NetworkBytesOut", "Average"), "bytes", width=6)


def _safety(store: StoreView) -> Iterator[Panel]:
    says = "How far each replica is behind: so much of what was written last is lost with the primary."
    yield Panel("Lag", says, _each(store, "ReplicationLag", "Maximum"), "s", lines=(Line(_LAG, "alarm"),))
    says = "1 for the primary: where the line changes, the store failed over."
    yield Panel("Primary", says, _each(store, "IsMaster", "Maximum"), most=1)
    says = "Logins, commands and keys that were refused: an attack, a rotation, or a missing rule."
    refused = (
        *_each(store, "AuthenticationFailures", "Sum", "login"),
        *_each(store, "CommandAuthorizationFailures", "Sum", "command"),
        *_each(store, "KeyAuthorizationFailures", "Sum", "key"),
    )
    yield Panel("Refused", says, refused, lines=(Line(10, "alarm"),))
