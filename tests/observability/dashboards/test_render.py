"""What Grafana gets: valid by its own types, the same every time, and nothing on top of anything else."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.observability.dashboards.cases import EVERYTHING, LEAST
from x2bee_constructs.core.names import Site
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.observability.dashboards.layout import COLUMNS, place, place_panels
from x2bee_constructs.observability.dashboards.manifests import dashboard_objects
from x2bee_constructs.observability.dashboards.model import Panel
from x2bee_constructs.observability.dashboards.names import ALL_BOARDS, config_map, path, uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps, ServiceView
from x2bee_constructs.observability.names import DATA_SOURCES

SITE = Site("beta", "prd")


def files(props: DashboardsProps) -> dict[str, dict[str, Any]]:
    """Each dashboard by its uid."""
    made = {}
    for one in dashboard_objects(SITE, props).values():
        ((name, text),) = one.to_manifest()["data"].items()
        made[name.removesuffix(".json")] = json.loads(text)
    return made


def panels(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    """All of them, those of folded rows too."""
    inner = [panel for row in dashboard["panels"] for panel in row.get("panels", [])]
    return [*dashboard["panels"], *inner]


ALL = files(EVERYTHING)


def test_uids_are_contract() -> None:
    assert tuple(ALL) == (
        "x2bee-overview",
        "x2bee-service",
        "x2bee-jvm",
        "x2bee-node",
        "x2bee-postgres",
        "x2bee-redis",
        "x2bee-opensearch",
        "x2bee-fluentd",
        "x2bee-batch",
        "x2bee-ingress",
        "x2bee-capacity",
    )
    assert all(found["uid"] == name for name, found in ALL.items())
    assert [uid(name) for name in ALL_BOARDS] == list(ALL)


def test_two_makings_are_byte_identical() -> None:
    first, again = ([one.to_manifest() for one in dashboard_objects(SITE, EVERYTHING).values()] for _ in range(2))
    assert first == again


def test_the_sdk_reads_all_of_it_back() -> None:
    """An unknown or misplaced key would be gone after a way through Grafana's types."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from grafana_foundation_sdk.cog.plugins import register_default_plugins
        from grafana_foundation_sdk.models.dashboard import Dashboard

        from x2bee_constructs.observability.dashboards.sdk import JSONEncoder

        register_default_plugins()
    for name, found in ALL.items():
        back = json.loads(json.dumps(Dashboard.from_json(found), cls=JSONEncoder))
        for link in back["links"]:
            del link["placement"]
        assert back == found, name


def test_panels_have_numbers_of_their_own_and_do_not_cover_each_other() -> None:
    for name, found in ALL.items():
        all_of_them = panels(found)
        ids = [panel["id"] for panel in all_of_them]
        assert len(ids) == len(set(ids)), name
        seen = [panel["gridPos"] for panel in found["panels"]]
        for one, other in combinations(seen, 2):
            apart = (
                one["x"] + one["w"] <= other["x"]
                or other["x"] + other["w"] <= one["x"]
                or one["y"] + one["h"] <= other["y"]
                or other["y"] + other["h"] <= one["y"]
            )
            assert apart, (name, one, other)


@given(st.lists(st.tuples(st.integers(1, COLUMNS), st.integers(1, 12)), max_size=30))
def test_whatever_is_placed_is_in_the_grid_and_covers_nothing(sizes: list[tuple[int, int]]) -> None:
    placed = [box for _, box in place_panels([Panel("p", "s", width=w, height=h) for w, h in sizes], 1)]
    taken: set[tuple[int, int]] = set()
    for box in placed:
        cells = {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}
        assert max(x for x, _ in cells) < COLUMNS
        assert not cells & taken
        taken |= cells
    assert len(placed) == len(sizes)


def test_lines_are_full() -> None:
    """No hole at the right: each line of panels takes the whole width, or is its row's last."""
    for board in boards(EVERYTHING).values():
        for placed in place(board):
            ends: dict[int, int] = {}
            for _, box in placed.panels:
                ends[box.y] = max(ends.get(box.y, 0), box.x + box.width)
            assert all(end == COLUMNS for y, end in ends.items() if y != max(ends)), (board.uid, placed.row.title, ends)


def test_every_panel_is_told_measured_and_asks_a_source_that_there_is() -> None:
    for name, found in ALL.items():
        for panel in panels(found):
            if panel["type"] == "row":
                continue
            where = (name, panel["title"])
            assert panel["description"].strip(), where
            assert panel["fieldConfig"]["defaults"]["unit"], where
            assert panel["targets"], where
            sources = {target["datasource"]["uid"] for target in panel["targets"]} | {panel["datasource"]["uid"]}
            assert len(sources) == 1, where
            assert sources <= set(DATA_SOURCES), where
            refs = [target["refId"] for target in panel["targets"]]
            assert len(refs) == len(set(refs)), where


def test_thresholds_rise_and_a_bad_low_is_red_from_below() -> None:
    for name, found in ALL.items():
        for panel in panels(found):
            if panel["type"] == "row":
                continue
            steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
            values = [step["value"] for step in steps]
            assert values[0] is None
            assert values[1:] == sorted(values[1:]), (name, panel["title"])
    (free,) = [p for p in panels(ALL["x2bee-opensearch"]) if p["title"] == "Free storage"]
    assert free["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"color": "red", "value": None},
        {"color": "green", "value": 25600},
    ]


def test_red_lines_are_our_own_numbers() -> None:
    (found,) = [
        p
        for row in ALL["x2bee-postgres"]["panels"]
        for p in [row, *row.get("panels", [])]
        if p["title"] == "Connections"
        and "an instance takes 3000" in p.get("description", "")
        and "800" in p["description"]
    ]
    steps = found["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(step["value"], step["color"]) for step in steps] == [
        (None, "green"),
        (800, "yellow"),
        (2400, "orange"),
        (3000, "red"),
    ]


def test_links_lead_to_boards_that_are_there() -> None:
    for props in (EVERYTHING, LEAST):
        made = files(props)
        for name, found in made.items():
            for link in found["links"]:
                url = link.get("url", "")
                if url.startswith("/d/"):
                    assert url.partition("?")[0].removeprefix("/d/") in made, (name, url)
    assert path("service") == "/d/x2bee-service"


def test_traces_and_logs_are_one_click_from_a_service() -> None:
    urls = {link["title"]: link.get("url", "") for link in ALL["x2bee-service"]["links"]}
    from urllib.parse import parse_qs, urlsplit

    panes = json.loads(parse_qs(urlsplit(urls["Traces"]).query)["panes"][0])
    (query,) = panes["traces"]["queries"]
    assert query["service"] == "${service}.beta-app"
    assert query["datasource"] == {"type": "jaeger", "uid": "jaeger"}
    assert urls["Logs"].startswith("https://logs.beta-shop.co.kr/_dashboards/")
    assert "${service}" in urls["Logs"]


def test_config_maps_are_found_by_the_sidecar_and_fit() -> None:
    many = [ServiceView(name=f"service-{n:03}", runtime="spring-boot", metrics=True, pools=True) for n in range(200)]
    for props in (EVERYTHING, EVERYTHING.model_copy(update={"services": tuple(many)})):
        for name, one in dashboard_objects(SITE, props).items():
            manifest = one.to_manifest()
            assert manifest["metadata"]["namespace"] == "monitoring"
            assert manifest["metadata"]["name"] == name
            assert manifest["metadata"]["labels"]["grafana_dashboard"] == "1"
            assert manifest["metadata"]["annotations"]["grafana_folder"] == "X2BEE"
            assert len(json.dumps(manifest)) < 256 * 1024, "a ConfigMap takes 1 MiB; four times below"


def test_what_is_not_there_is_not_drawn() -> None:
    assert set(files(LEAST)) == {"x2bee-overview", "x2bee-service", "x2bee-capacity"}
    text = json.dumps(files(LEAST))
    assert "istio_" not in text
    assert "cloudwatch" not in text
    assert config_map("redis") not in dashboard_objects(SITE, LEAST)


@pytest.mark.parametrize(
    "module",
    [
        "x2bee_constructs",
        "x2bee_constructs.cli",
        "x2bee_constructs.aws",
        "x2bee_constructs.platform.dashboards",
        "x2bee_constructs.observability.dashboards.manifests",
    ],
)
def test_nobody_else_waits_for_grafanas_types(module: str) -> None:
    program = f"import sys, {module}; print([m for m in sys.modules if m.startswith('grafana_foundation_sdk')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
