"""The index of all dashboards, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.observability.dashboards.amounts import amount
from x2bee_constructs.observability.dashboards.metrics import CLOUDWATCH, PROMETHEUS
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Panel
from x2bee_constructs.observability.dashboards.names import BoardName, path

__all__ = ["as_markdown"]


def as_markdown(boards: Mapping[BoardName, Board], whose: str) -> str:
    """The page `docs/dashboards.md`."""
    return "\n".join([*_head(boards, whose), *_each(boards), *_sources()]) + "\n"


def _head(boards: Mapping[BoardName, Board], whose: str) -> Iterator[str]:
    yield "# Dashboards"
    yield ""
    yield f"What {whose} gets, made by `make dashboards` from the same model as Grafana's JSON; a test holds it. The"
    yield "pictures are drawn from that model, not by Grafana: places, titles, units, lines and queries are real, and"
    yield "there is no data."
    yield ""
    yield "| dashboard | address | panels | asks |"
    yield "|---|---|---|---|"
    for name, board in boards.items():
        asks = sorted({_source(panel) for panel in board.panels})
        count = len(list(board.panels))
        yield f"| [{board.title}](#{_anchor(board)}) | `{path(name)}` | {count} | {', '.join(asks)} |"


def _anchor(board: Board) -> str:
    letters = (c for c in board.title.lower().replace(" ", "-") if c.isalnum() or c == "-")
    return "".join(letters)


def _source(panel: Panel) -> str:
    return "CloudWatch" if isinstance(panel.queries[0], Cloud) else "Prometheus"


def _each(boards: Mapping[BoardName, Board]) -> Iterator[str]:
    for name, board in boards.items():
        yield ""
        yield f"## {board.title}"
        yield ""
        yield board.says
        yield ""
        yield f"![{board.title}, drawn from the panel model](dashboards/{name}.svg)"
        for row in board.rows:
            yield ""
            yield f"**{row.title}**"
            yield ""
            for panel in row.panels:
                yield f"- {panel.title}: {panel.says}{_lines(panel)}"


def _lines(panel: Panel) -> str:
    way = "below" if panel.falling else "from"
    told = (f" {line.colour.capitalize()} {way} {amount(line.at, panel.unit)}: {line.says}." for line in panel.lines)
    return "".join(told)


def _sources() -> Iterator[str]:
    yield ""
    yield "## Who says the metrics"
    yield ""
    yield "| who | where that is written | metrics |"
    yield "|---|---|---|"
    for source in (*PROMETHEUS, *CLOUDWATCH):
        yield f"| {source.who} | {source.where} | {', '.join(f'`{name}`' for name in source.names)} |"
