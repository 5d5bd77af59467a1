"""What a dashboard is to us: rows of panels with queries, without a word of Grafana's own format.

Boards are written in these words; `render` makes Grafana's JSON of them. The pictures and the index of the docs are
made of them too, and tests read the queries here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Board",
    "Choice",
    "Cloud",
    "Column",
    "Kind",
    "Line",
    "Link",
    "Lookup",
    "Panel",
    "Prom",
    "Query",
    "Row",
    "Variable",
]

Kind = Literal["graph", "stat", "table"]
"""Lines over time; large numbers of now; rows of now."""

Colour = Literal["green", "yellow", "orange", "red", "blue"]


@dataclass(frozen=True)
class Prom:
    """What Prometheus is asked, and what its lines are called (`{{label}}`)."""

    expr: str
    legend: str = ""


@dataclass(frozen=True)
class Cloud:
    """A metric of CloudWatch, by the physical names of what it is of."""

    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    statistic: str
    legend: str
    seconds: int = 60
    """Over how many seconds each point is taken: as often as AWS writes the metric."""


Query = Prom | Cloud


@dataclass(frozen=True)
class Line:
    """A line across a graph, and from where a number has its colour: what is too much, and who says so."""

    at: float
    says: str
    colour: Colour = "red"


@dataclass(frozen=True)
class Link:
    """Where a panel or board leads."""

    title: str
    url: str


@dataclass(frozen=True)
class Column:
    """A column of a table: the label or, by its place, the query that it shows."""

    title: str
    source: str
    """A label's name, or `#A`, `#B` … for the value of the first query, the second …"""
    unit: str = ""
    lines: tuple[Line, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel. Units are Grafana's ids."""

    title: str
    says: str
    """What it shows and what to make of it, for whoever is awake at three."""
    queries: tuple[Query, ...] = ()
    unit: str = "short"
    kind: Kind = "graph"
    width: int = 8
    """Of 24."""
    height: int = 7
    lines: tuple[Line, ...] = ()
    """In rising order."""
    falling: bool = False
    """Whether what is low is bad, so that numbers below the first line are red."""
    least: float | None = 0
    most: float | None = None
    stack: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: tuple[Panel, ...]
    folded: bool = False
    """Whether it is asked only when somebody opens it."""


@dataclass(frozen=True)
class Choice:
    """A variable with given values."""

    name: str
    label: str
    says: str
    values: tuple[str, ...]
    all: bool = False
    """Whether several may be chosen; all are then, at first."""


@dataclass(frozen=True)
class Lookup:
    """A hidden variable that CloudWatch fills: of what AWS gives a random part of its name."""

    name: str
    says: str
    region: str
    namespace: str
    metric: str
    dimension: str
    pattern: str
    """A regular expression of the one that is ours."""


Variable = Choice | Lookup


@dataclass(frozen=True)
class Board:
    """One dashboard. Its uid is contract: links, runbooks and bookmarks hold it."""

    uid: str
    title: str
    says: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()
    hours: int = 3
    """How far it looks back at first."""

    @property
    def panels(self) -> Iterator[Panel]:
        """All panels, in the order in which they are seen."""
        for row in self.rows:
            yield from row.panels
