"""The table, its margins and its report, without an Envoy: which rules are tried, and what a run is refused for."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from conformance.faults import cli, report
from conformance.faults.bootstrap import bootstrap, traffic_policy
from conformance.faults.cases import Case, Outcome
from conformance.faults.rules import PROMISE_SECONDS, Rules, careless, cold, emitted, never_ejecting, unprotected
from conformance.faults.scenarios import REQUESTS, SCENARIOS, Margin, Scenario
from x2bee_constructs import Platform

ROOT = Path(__file__).parents[2]
ORDER = "x2bee-api-order"
NAMES = [scenario.name for scenario in SCENARIOS]

GOOD = Outcome(
    fault="503", variant="protected", requests=REQUESTS, failed=3, p50_ms=10, p99_ms=20, received=603, repeated=3,
    newcomer=0, retries=3, retries_refused=3, ejections=1, ejections_refused=0,
)  # fmt: skip


@pytest.fixture
def rules(acme: Callable[[str], Platform]) -> Rules:
    return emitted(acme("prd"), ORDER)


def configuration(rules: Rules) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The cluster and the routes that Envoy gets."""
    resources = bootstrap(rules, "/run/endpoints.json", 1, 2)["static_resources"]
    manager = resources["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    return resources["clusters"][0], [r["route"] for r in manager["route_config"]["virtual_hosts"][0]["routes"]]


def test_every_service_of_acme_can_be_tried(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    tried = [name for name, service in platform.enabled_services.items() if service.exposed or "-api-" in name]
    assert len(tried) > 5
    for name in tried:
        configuration(emitted(platform, name))


def test_what_acme_emits_protects(rules: Rules) -> None:
    cluster, routes = configuration(rules)
    assert cluster["outlier_detection"]["max_ejection_percent"] >= 34
    assert cluster["circuit_breakers"]["thresholds"][0]["retry_budget"]["budget_percent"] == {"value": 20}
    assert {route["timeout"] for route in routes} == {f"{PROMISE_SECONDS}s"}
    *_, writes = routes
    assert set(writes["retry_policy"]["retry_on"].split(",")) <= {
        "connect-failure",
        "refused-stream",
        "reset-before-request",
    }


def test_an_unknown_service_is_said(acme: Callable[[str], Platform]) -> None:
    with pytest.raises(LookupError, match=rf"no service 'gift'; there are .*{ORDER}"):
        emitted(acme("prd"), "gift")


def test_a_platform_without_mesh_has_no_rules(acme: Callable[[str], Platform]) -> None:
    bare = acme("prd").model_copy(update={"istio_revision": None})
    with pytest.raises(LookupError, match="emits 0 DestinationRules and 0 VirtualServices"):
        emitted(bare, ORDER)


def test_what_is_taken_away_is_gone_and_the_rest_stays(rules: Rules) -> None:
    cluster, routes = configuration(unprotected(rules))
    assert "outlier_detection" not in cluster
    assert "retry_budget" not in cluster["circuit_breakers"]["thresholds"][0]
    assert all("retry_policy" not in route and route["timeout"] == f"{PROMISE_SECONDS}s" for route in routes)

    cluster, routes = configuration(careless(rules))
    assert "retry_budget" not in cluster["circuit_breakers"]["thresholds"][0]
    assert {route["retry_policy"]["retry_on"] for route in routes} == {"5xx"}

    whole, _ = configuration(rules)
    without_warmup, _ = configuration(cold(rules))
    assert "least_request_lb_config" in whole
    assert {k: v for k, v in whole.items() if k != "least_request_lb_config"} == without_warmup

    canary, _ = configuration(never_ejecting(rules))
    assert canary["outlier_detection"] == {**whole["outlier_detection"], "max_ejection_percent": 10}


@pytest.mark.parametrize("change", [unprotected, careless, cold, never_ejecting])
def test_nothing_can_be_taken_from_no_rule(change: Callable[[Rules], Rules]) -> None:
    with pytest.raises(LookupError, match=r"no (DestinationRule|VirtualService) for host"):
        change(Rules("host"))


def test_the_table_has_every_fault_once_and_each_is_compared() -> None:
    assert len(set(NAMES)) == len(NAMES) == 9
    for scenario in SCENARIOS:
        assert scenario.protected
        assert scenario.bare
        assert "a" in scenario.zones


@pytest.mark.parametrize("scenario", SCENARIOS, ids=NAMES)
def test_no_result_satisfies_both_sides(scenario: Scenario) -> None:
    """Else protection that does nothing would pass."""
    shared = {m.counted for m in scenario.protected} & {m.counted for m in scenario.bare}
    apart = [
        (p, b)
        for p in scenario.protected
        for b in scenario.bare
        if p.counted == b.counted and (p.most < b.least or b.most < p.least)
    ]
    assert apart or (scenario.name == "cut off" and not shared)


@pytest.mark.parametrize(
    ("margin", "got", "said"),
    [
        (Margin("failed", most=30), 30, ""),
        (Margin("failed", most=30), 31, "expected failed ≤ 30, got 31"),
        (Margin("ejections", least=1), 0, "expected ejections ≥ 1, got 0"),
        (Margin("newcomer", least=1, most=90), 91, "expected newcomer ≥ 1 and ≤ 90, got 91"),
        (Margin("repeated", most=0), 1, "expected repeated = 0, got 1"),
    ],
)
def test_a_margin_says_what_broke_it(margin: Margin, got: int, said: str) -> None:
    assert margin.broken_by(got) == said


def test_every_margin_is_about_something_counted() -> None:
    counted = {margin.counted for scenario in SCENARIOS for margin in (*scenario.protected, *scenario.bare)}
    assert counted <= set(asdict(GOOD))


def test_a_canary_is_good_only_if_it_is_refused() -> None:
    broken = replace(GOOD, broken=["expected ejections ≥ 1, got 0"])
    assert GOOD.good
    assert not broken.good
    assert replace(broken, must_break=True).good
    assert not replace(GOOD, must_break=True).good


def test_the_canary_is_judged_by_the_margins_of_what_is_protected(rules: Rules) -> None:
    chosen = list(cli.cases(rules, ["503", "slow"]))
    assert [(c.scenario.name, c.variant, c.must_break) for c in chosen] == [
        ("503", "without", False), ("503", "protected", False), ("503", "canary", True),
        ("slow", "without", False), ("slow", "protected", False),
    ]  # fmt: skip
    assert chosen[2].margins == chosen[1].margins == chosen[1].scenario.protected
    assert traffic_policy(chosen[2].rules) != traffic_policy(chosen[1].rules)


def test_only_a_warm_up_with_a_newcomer_must_ripen(rules: Rules) -> None:
    by_name = {case.name: case for case in cli.cases(rules, NAMES)}
    ripening = {name: case.ripens for name, case in by_name.items() if case.ripens}
    assert list(ripening) == ["slow-start-protected"]
    window = configuration(rules)[0]["least_request_lb_config"]["slow_start_config"]["slow_start_window"]
    assert ripening["slow-start-protected"] > float(window.removesuffix("s"))


def test_the_table_shows_numbers_and_verdicts() -> None:
    outcomes = [
        GOOD,
        replace(GOOD, failed=40, broken=["expected failed ≤ 30, got 40"]),
        replace(GOOD, variant="canary", must_break=True, broken=["expected ejections ≥ 1, got 0"]),
        replace(GOOD, variant="canary", must_break=True),
        replace(GOOD, fault="slow start", newcomer=33),
    ]
    _, _, good, bad, refused, passed, joined = report.table(outcomes).splitlines()
    assert good == "| 503 | protected | 600 | 3 (0.5%) | 10 | 20 | 603 | 3 | 3 | 1 | 3 | ok |"
    assert bad.endswith("| FAILED: expected failed ≤ 30, got 40 |")
    assert refused.endswith("| refused, as it must be |")
    assert passed.endswith("| FAILED: no margin was broken |")
    assert "603 (33 by the new one)" in joined


def test_the_report_says_what_failed(tmp_path: Path) -> None:
    report.write(tmp_path / "new" / "report.json", [GOOD, replace(GOOD, broken=["x"])], "1.40.0", 12.34)
    said = json.loads((tmp_path / "new" / "report.json").read_text())
    assert said["failed"] is True
    assert [outcome["good"] for outcome in said["outcomes"]] == [True, False]
    assert (said["envoy"], said["seconds"]) == ("1.40.0", 12.3)


def test_the_document_names_rules_machine_and_margins() -> None:
    text = report.document([GOOD], f"{ORDER} of acme prd", "1.40.0")
    assert f"{ORDER} of acme prd" in text
    assert "Envoy 1.40.0, Python " in text
    assert "| 503 | one of three backends answers 503 | protected: failed ≤ 30, ejections ≥ 1; without: " in text
    assert "| zone gone |" not in text


def test_the_document_in_the_repository_has_every_fault_and_no_failure() -> None:
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"| {name} | protected | {REQUESTS} |" in text
    assert "FAILED" not in text


def test_a_missing_envoy_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--envoy", "/nowhere/envoy"]) == 2
    assert capsys.readouterr().err == (
        "faults: no Envoy at /nowhere/envoy; `make faults` installs it from conformance/faults.txt\n"
    )


@pytest.mark.parametrize("outcome", [GOOD, replace(GOOD, broken=["expected failed ≤ 30, got 40"])], ids=["good", "bad"])
def test_the_exit_code_is_the_verdict(
    outcome: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def ran(chosen: list[Case], *_: object) -> list[Outcome]:
        assert [case.variant for case in chosen] == ["without", "protected"]
        return [outcome]

    def version(_: Path) -> str:
        return "1.40.0"

    envoy = tmp_path / "envoy"
    envoy.touch()
    monkeypatch.setattr(cli, "everything", ran)
    monkeypatch.setattr(cli, "envoy_version", version)
    before = signal.getsignal(signal.SIGTERM)
    target, text = tmp_path / "report.json", tmp_path / "faults.md"
    wanted = ["--envoy", str(envoy), "--only", "dead", "--report", str(target), "--markdown", str(text)]
    assert cli.main(wanted) == (0 if outcome.good else 1)
    assert signal.getsignal(signal.SIGTERM) == before
    assert target.exists()
    assert report.table([outcome]) in capsys.readouterr().out
    assert report.table([outcome]) in text.read_text(encoding="utf-8")
