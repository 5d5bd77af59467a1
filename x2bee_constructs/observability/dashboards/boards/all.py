"""All boards of one environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from x2bee_constructs.observability.dashboards.boards.batch import batch
from x2bee_constructs.observability.dashboards.boards.capacity import capacity
from x2bee_constructs.observability.dashboards.boards.fluentd import fluentd
from x2bee_constructs.observability.dashboards.boards.ingress import ingress
from x2bee_constructs.observability.dashboards.boards.jvm import jvm
from x2bee_constructs.observability.dashboards.boards.node import node
from x2bee_constructs.observability.dashboards.boards.opensearch import opensearch
from x2bee_constructs.observability.dashboards.boards.overview import overview
from x2bee_constructs.observability.dashboards.boards.postgres import postgres
from x2bee_constructs.observability.dashboards.boards.redis import redis
from x2bee_constructs.observability.dashboards.boards.service import service
from x2bee_constructs.observability.dashboards.model import Board, Link
from x2bee_constructs.observability.dashboards.names import ALL_BOARDS, BoardName, path
from x2bee_constructs.observability.dashboards.props import DashboardsProps

__all__ = ["boards"]

_MAKERS: Mapping[BoardName, Callable[[DashboardsProps], Board | None]] = {
    "overview": overview,
    "service": service,
    "jvm": jvm,
    "node": node,
    "postgres": postgres,
    "redis": redis,
    "opensearch": opensearch,
    "fluentd": fluentd,
    "batch": batch,
    "ingress": ingress,
    "capacity": capacity,
}


def boards(props: DashboardsProps) -> dict[BoardName, Board]:
    """Those that there is something for, without links to those that there is nothing for."""
    made: dict[BoardName, Board] = {name: board for name in ALL_BOARDS if (board := _MAKERS[name](props))}
    there = {path(name) for name in made}
    return {name: _linked(board, there) for name, board in made.items()}


def _linked(board: Board, there: set[str]) -> Board:
    return replace(board, links=tuple(link for link in board.links if _leads(link, there)))


def _leads(link: Link, there: set[str]) -> bool:
    return not link.url.startswith("/d/") or link.url.partition("?")[0] in there
