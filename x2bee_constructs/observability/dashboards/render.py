"""From a board to Grafana's JSON, through the types of its SDK."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic_core import to_json

from x2bee_constructs.observability.dashboards.amounts import amount
from x2bee_constructs.observability.dashboards.layout import Box, Placed, place
from x2bee_constructs.observability.dashboards.model import Board, Choice, Link, Lookup, Panel, Variable
from x2bee_constructs.observability.dashboards.names import TAG
from x2bee_constructs.observability.dashboards.panels import field_config, options, targets, transformations
from x2bee_constructs.observability.dashboards.sdk import JSONEncoder, common, dashboard

__all__ = ["as_dashboard", "as_json"]


def as_json(board: Board, whose: str, region: str) -> str:
    """The file: the same board gives the same bytes; a line for each value, so that a change can be read."""
    plain = json.loads(json.dumps(as_dashboard(board, whose, region), cls=JSONEncoder, sort_keys=True))
    for link in plain["links"]:
        del link["placement"]  # the SDK hides all links in a menu; without it they stand above the panels
    return to_json(plain, indent=1).decode() + "\n"  # `json` writes lines in Python, which takes twenty times as long


def as_dashboard(board: Board, whose: str, region: str) -> dashboard.Dashboard:
    """The dashboard; `whose` is told in its description, `region` is where CloudWatch is asked."""
    numbers = iter(range(1, 10_000))
    return dashboard.Dashboard(
        uid=board.uid,
        title=board.title,
        description=f"{board.says} ({whose}; made from the platform's description, so changes here are lost.)",
        tags=[TAG, *whose.split()],
        editable=False,
        graph_tooltip=dashboard.DashboardCursorSync.CROSSHAIR,
        time=dashboard.DashboardDashboardTime(from_val=f"now-{board.hours}h", to="now"),
        refresh="1m",
        panels=[made for placed in place(board) for made in _row(placed, numbers, region)],
        templating=dashboard.DashboardDashboardTemplating(list_val=[_variable(one) for one in board.variables]),
        annotations=dashboard.AnnotationContainer(list_val=[]),
        links=[_menu(), *(_link(one) for one in board.links)],
    )


def _row(placed: Placed, numbers: Iterator[int], region: str) -> Iterator[dashboard.Panel | dashboard.RowPanel]:
    """The heading and its panels; those of a folded row are inside it."""
    own = next(numbers)
    inner = [_panel(panel, box, next(numbers), region) for panel, box in placed.panels]
    yield dashboard.RowPanel(
        id_val=own,
        title=placed.row.title,
        collapsed=placed.row.folded,
        grid_pos=_position(placed.box),
        panels=inner if placed.row.folded else [],
    )
    if not placed.row.folded:
        yield from inner


def _panel(panel: Panel, box: Box, id: int, region: str) -> dashboard.Panel:
    queries = targets(panel, region)
    return dashboard.Panel(
        type_val={"graph": "timeseries", "stat": "stat", "table": "table"}[panel.kind],
        id_val=id,
        title=panel.title,
        description=_told(panel),
        datasource=queries[0].datasource,
        grid_pos=_position(box),
        targets=[*queries],
        transformations=transformations(panel) or None,
        options=options(panel),
        field_config=field_config(panel),
    )


def _told(panel: Panel) -> str:
    """What it shows, and what its lines mean."""
    lines = "".join(f"\n- {amount(line.at, panel.unit)} ({line.colour}): {line.says}" for line in panel.lines)
    return f"{panel.says}\n{lines}" if lines else panel.says


def _position(box: Box) -> dashboard.GridPos:
    return dashboard.GridPos(h=box.height, w=box.width, x=box.x, y=box.y)


def _menu() -> dashboard.DashboardLink:
    """All the others, with the same time."""
    return dashboard.DashboardLink(
        title="X2BEE",
        type_val=dashboard.DashboardLinkType.DASHBOARDS,
        icon="external link",
        tags=[TAG],
        as_dropdown=True,
        keep_time=True,
    )


def _link(link: Link) -> dashboard.DashboardLink:
    outside = link.url.startswith("https://")
    return dashboard.DashboardLink(
        title=link.title,
        type_val=dashboard.DashboardLinkType.LINK,
        icon="external link" if outside else "dashboard",
        url=link.url,
        target_blank=outside,
        keep_time=link.url.startswith("/d/"),
    )


def _variable(variable: Variable) -> dashboard.VariableModel:
    return _choice(variable) if isinstance(variable, Choice) else _lookup(variable)


def _choice(variable: Choice) -> dashboard.VariableModel:
    first = variable.values[0]
    option = dashboard.VariableOption
    whole = option(selected=True, text=["All"], value=["$__all"])
    return dashboard.VariableModel(
        type_val=dashboard.VariableType.CUSTOM,
        name=variable.name,
        label=variable.label,
        description=variable.says,
        query=",".join(variable.values),
        multi=variable.all,
        include_all=variable.all,
        current=whole if variable.all else option(selected=True, text=first, value=first),
        options=[option(selected=one == first and not variable.all, text=one, value=one) for one in variable.values],
    )


def _lookup(variable: Lookup) -> dashboard.VariableModel:
    query: dict[str, object] = {
        "queryType": "dimensionValues",
        "region": variable.region,
        "namespace": variable.namespace,
        "metricName": variable.metric,
        "dimensionKey": variable.dimension,
        "dimensionFilters": {},
        "refId": f"variable-{variable.name}",
    }
    return dashboard.VariableModel(
        type_val=dashboard.VariableType.QUERY,
        name=variable.name,
        description=variable.says,
        hide=dashboard.VariableHide.HIDE_VARIABLE,
        datasource=common.DataSourceRef(type_val="cloudwatch", uid="cloudwatch"),
        query=query,
        regex=variable.pattern,
        refresh=dashboard.VariableRefresh.ON_DASHBOARD_LOAD,
        sort=dashboard.VariableSort.ALPHABETICAL_ASC,
    )
