"""Where a line says that it is an alarm's, the alarm has that threshold."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.conftest import ACME, ROOT
from x2bee_constructs import load_platform
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.observability.dashboards.boards.promises import BURNING
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Line, Panel
from x2bee_constructs.observability.slo.windows import PAGES, TICKETS
from x2bee_constructs.platform.dashboards import dashboards_props


def _alarms() -> dict[tuple[str, str], set[float]]:
    """The thresholds of acme prd's templates, by namespace and metric; an alarm of several counts for each."""
    found: dict[tuple[str, str], set[float]] = {}
    for path in (ROOT / "tests" / "golden" / "test_acme_prd").glob("test_aws_side*.json"):
        for one in json.loads(path.read_text())["Resources"].values():
            if one["Type"] == "AWS::CloudWatch::Alarm":
                threshold = float(one["Properties"]["Threshold"])
                more = one["Properties"]["ComparisonOperator"] == "GreaterThanThreshold"
                for metric in _metrics(one["Properties"]):
                    # Of what is counted, more than none is one.
                    found.setdefault(metric, set()).add(1.0 if more and not threshold else threshold)
    return found


def _metrics(alarm: dict) -> Iterator[tuple[str, str]]:
    if "MetricName" in alarm:
        yield alarm["Namespace"], alarm["MetricName"]
    for part in alarm.get("Metrics", ()):
        if "MetricStat" in part:
            yield part["MetricStat"]["Metric"]["Namespace"], part["MetricStat"]["Metric"]["MetricName"]


def _told(board: Board) -> Iterator[tuple[Panel, Line]]:
    for panel in board.panels:
        if any(isinstance(query, Cloud) for query in panel.queries):
            yield from ((panel, line) for line in panel.lines if "alarm" in line.says)


@pytest.mark.parametrize("name", ["postgres", "redis", "opensearch", "ingress"])
def test_a_line_of_an_alarm_is_where_the_alarm_is(name: str) -> None:
    props = dashboards_props(load_platform(ACME, "prd"))
    assert props
    alarms, told = _alarms(), list(_told(boards(props)[name]))
    assert told
    for panel, line in told:
        asked = {(one.namespace, one.metric) for one in panel.queries if isinstance(one, Cloud)}
        there = set().union(*(alarms.get(one, set()) for one in asked))
        scaled = line.at * 100 if panel.unit == "percentunit" else line.at
        assert {line.at, scaled} & there, (panel.title, line, sorted(there))


def test_burning_lines_are_those_of_the_alerts() -> None:
    assert [line.at for line in BURNING] == [min(one.factor for one in TICKETS), max(one.factor for one in PAGES)]
