"""What is asked can be asked: each expression parses, each metric has a source, each name of AWS is in a template."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import promql_parser
import pytest

from tests.conftest import ROOT
from tests.observability.dashboards.cases import EVERYTHING, LEAST, asked, clouds, filled, metrics_of
from x2bee_constructs import Platform
from x2bee_constructs.batch.metrics import METRICS
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.observability.dashboards.metrics import PROMETHEUS, known
from x2bee_constructs.observability.dashboards.model import Board, Choice, Lookup
from x2bee_constructs.observability.dashboards.names import ALL_BOARDS
from x2bee_constructs.platform.dashboards import dashboards_props

_ALL = boards(EVERYTHING)


def test_everything_there_may_be_is_drawn() -> None:
    assert tuple(_ALL) == ALL_BOARDS


@pytest.mark.parametrize("props", [EVERYTHING, LEAST], ids=["everything", "least"])
def test_every_expression_parses_and_its_variables_are_there(props) -> None:
    for board in boards(props).values():
        variables = {one.name for one in board.variables}
        for panel, query in asked(board):
            promql_parser.parse(filled(query.expr))
            used = set(re.findall(r"\$(\w+)", query.expr)) - {"__rate_interval", "__interval", "__range", "1"}
            assert used <= variables, (board.uid, panel.title, used)


def test_no_window_is_shorter_than_two_scrapes() -> None:
    """`$__interval` can be one scrape, in which nothing has grown."""
    assert not [query.expr for board in _ALL.values() for _, query in asked(board) if "[$__interval]" in query.expr]


def test_a_broken_expression_would_be_noticed() -> None:
    with pytest.raises(ValueError, match="unclosed"):
        promql_parser.parse(filled("sum(rate(istio_requests_total[$__rate_interval])"))


def test_every_metric_has_a_source_and_every_source_is_used() -> None:
    used = {("", name) for board in _ALL.values() for _, query in asked(board) for name in metrics_of(query.expr)}
    used |= {(one.namespace, one.metric) for board in _ALL.values() for one in clouds(board)}
    assert used == set(known())


def test_the_schedulers_metrics_are_those_that_their_exporter_has() -> None:
    (names,) = [one.names for one in PROMETHEUS if one.where == "x2bee_constructs/batch/metrics.py"]
    assert set(names) == set(METRICS)


@pytest.mark.parametrize(("environment", "count"), [("dev", 2), ("prd", 2)])
def test_schedulers_that_are_watched_are_on_the_board(
    acme: Callable[[str], Platform], environment: str, count: int
) -> None:
    props = dashboards_props(acme(environment))
    assert props
    assert len(props.schedulers) == count
    assert {row.title for row in boards(props)["batch"].rows} >= {"Schedulers", "Events"}


def test_legends_name_labels_that_are_left() -> None:
    """`{{pod}}` behind `sum by (app)` would be an empty legend."""
    for board in _ALL.values():
        for panel, query in asked(board):
            wanted = set(re.findall(r"{{(\w+)}}", query.legend))
            parsed = promql_parser.parse(filled(query.expr))
            if isinstance(parsed, promql_parser.AggregateExpr):
                left = set(parsed.modifier.labels) if parsed.modifier else set()
                if str(parsed.op).startswith("topk"):
                    continue
                assert wanted <= left, (board.uid, panel.title, query.legend)


def _physical(template_folder: Path) -> set[str]:
    """Every text of acme prd's templates."""
    found: set[str] = set()

    def visit(value: object) -> None:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            for one in value.values():
                visit(one)
        elif isinstance(value, list):
            for one in value:
                visit(one)

    for path in template_folder.glob("*.json"):
        visit(json.loads(path.read_text()))
    return found


def test_dimensions_are_the_names_of_what_the_templates_make(acme: Callable[[str], Platform]) -> None:
    props = dashboards_props(acme("prd"))
    assert props
    there = _physical(ROOT / "tests" / "golden" / "test_acme_prd")
    free = {"ClientId": props.logs and props.logs.account, "Region": props.region, "Rule": "ALL", "CacheNodeId": "0001"}
    seen: set[str] = set()
    for board in boards(props).values():
        for one in clouds(board):
            for dimension, value in one.dimensions.items():
                seen.add(dimension)
                if dimension in free:
                    assert value == free[dimension]
                elif dimension == "Role":
                    assert value in ("WRITER", "READER")
                elif value.startswith("$"):
                    assert value[1:] in {found.name for found in board.variables}
                elif dimension == "CacheClusterId":  # ElastiCache numbers the nodes of a group
                    assert re.fullmatch(r"(.*)-\d{3}", value)
                    assert value[:-4] in there, value
                else:
                    assert value in there, (dimension, value)
    assert seen >= {"DBClusterIdentifier", "CacheClusterId", "DomainName", "WebACL", "LoadBalancer", "TargetGroup"}


def test_what_aws_names_by_chance_is_found_by_our_part_of_the_name(acme: Callable[[str], Platform]) -> None:
    props = dashboards_props(acme("prd"))
    assert props
    there = _physical(ROOT / "tests" / "golden" / "test_acme_prd")
    lookups = [one for one in boards(props)["ingress"].variables if isinstance(one, Lookup)]
    for lookup in lookups:
        kind, name = re.fullmatch(r"/\^(\w+)\\/([a-z0-9-]+)\\/\[0-9a-f\]\+\$/", lookup.pattern).groups()
        assert name in there
        assert re.fullmatch(lookup.pattern.strip("/").replace("\\/", "/"), f"{kind}/{name}/50dc6c495c0c9188")
        assert not re.fullmatch(lookup.pattern.strip("/").replace("\\/", "/"), f"{kind}/{name}-two/50dc6c495c0c9188")
    assert len(lookups) == 2


def test_one_service_is_counted_under_all_its_names() -> None:
    (query, *_) = [q for _, q in asked(_ALL["service"]) if "istio_requests_total" in q.expr]
    assert 'destination_service_name=~"(beta-)?$service(-svc)?"' in query.expr
    folded = [q.expr for _, q in asked(_ALL["overview"]) if "label_replace" in q.expr]
    assert any('"service", "gw", "destination_service_name", "beta-gw-svc"' in expr for expr in folded)


def choices(board: Board) -> tuple[str, ...]:
    """What may be chosen as a service."""
    (choice,) = [one for one in board.variables if isinstance(one, Choice)]
    return choice.values


def test_choices_are_those_that_have_the_metrics() -> None:
    assert choices(_ALL["jvm"]) == ("gw", "order", "nightly")
    assert choices(_ALL["node"]) == ("shop", "told")
    assert choices(_ALL["batch"]) == ("nightly",)
    assert len(choices(_ALL["service"])) == 6
