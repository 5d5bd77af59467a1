"""Nobody is called by, and no panel shows, what nobody asks for: each metric has a target, and each target lets in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from stacks.k8s import build
from tests.alerts.platforms import PLATFORMS
from tests.observability.dashboards.cases import metrics_of
from tests.observability.scraped import TELLS, Made, closed, targets, teller
from x2bee_constructs.platform.alerts import promises

_SEEN = ("dev", "prd", "karpenter")
"""Between them all databases in the cluster, all of AWS, and both ways to have nodes."""


@pytest.fixture(scope="module", params=_SEEN)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Made]]:
    """A platform's name, and everything that is emitted for it."""
    folder = tmp_path_factory.mktemp("dist")
    build(PLATFORMS[request.param], outdir=str(folder)).synth()
    return request.param, list(_read(folder))


def _read(folder: Path) -> Iterator[Made]:
    for path in sorted(folder.rglob("*.yaml")):
        yield from (Made(path.parent.name, wire) for wire in yaml.safe_load_all(path.read_text()) if wire)


def asked(manifests: list[Made]) -> Iterator[tuple[str, str]]:
    """Each metric, and who asks for it: an alert, a recorded metric, a dashboard."""
    for one in manifests:
        if one.wire["kind"] == "PrometheusRule":
            for rule in (rule for group in one.wire["spec"]["groups"] for rule in group["rules"]):
                yield from ((name, rule.get("alert") or rule["record"]) for name in metrics_of(rule["expr"]))
        if one.wire["metadata"].get("labels", {}).get("grafana_dashboard"):
            for text in one.wire["data"].values():
                yield from ((name, one.wire["metadata"]["name"]) for name in _of_board(json.loads(text)))


def _of_board(board: object) -> Iterator[str]:
    if isinstance(board, dict):
        if isinstance(board.get("expr"), str):
            yield from metrics_of(board["expr"])
        board = list(board.values())
    if isinstance(board, list):
        for part in board:
            yield from _of_board(part)


def test_what_is_asked_for_is_scraped(made: tuple[str, list[Made]]) -> None:
    there = targets(made[1])
    wanted = list(asked(made[1]))
    assert len(wanted) > 300
    missing = {f"{name}, asked by {who}, told by {teller(name)}" for name, who in wanted if not there & {*teller(name)}}
    assert not missing


def test_prometheus_is_let_in(made: tuple[str, list[Made]]) -> None:
    assert list(closed(made[1])) == []


def test_each_service_that_promises_is_asked_itself(made: tuple[str, list[Made]]) -> None:
    name, manifests = made
    promised = promises(PLATFORMS[name])
    assert promised
    assert {f"PodMonitor {service}" for service in promised} <= targets(manifests)


def test_a_target_that_is_gone_is_noticed(made: tuple[str, list[Made]]) -> None:
    """The table is held against what is there, not against itself."""
    wanted = {name for name, _ in asked(made[1])}
    for kind in ("PodMonitor", "Application"):
        there = targets([one for one in made[1] if one.wire["kind"] != kind])
        assert [name for name in wanted if not there & {*teller(name)}]
    deny = {"podSelector": {}, "policyTypes": ["Ingress"]}
    policy = {"kind": "NetworkPolicy", "metadata": {"name": "deny", "namespace": "istio-system"}, "spec": deny}
    assert list(closed([*made[1], Made("test", policy)])) == ["istio-system/istiod: 15014"]


def test_every_row_of_the_table_begins_with_no_other_rows_metric() -> None:
    assert all(teller(begin) == TELLS[begin] for begin in TELLS)
