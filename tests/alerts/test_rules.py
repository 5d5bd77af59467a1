"""Every alert fires when it must and is silent when it must, by promtool; and each has what its reader needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.alerts.cases import CASES
from tests.alerts.platforms import ALERTS, PLATFORMS
from tests.alerts.promtool import asked_of, check, fired, wire
from tests.alerts.slo_cases import CASES as SLO_CASES
from tests.alerts.slo_cases import PROMISES, SLOW_STEP, STEP, SloCase
from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.observability.names import WATCHDOG
from x2bee_constructs.observability.slo.manifests import slo_groups
from x2bee_constructs.observability.slo.recording import BAD, TOTAL
from x2bee_constructs.platform.alerts import platform_alerts, platform_rules

SLO = {case.alert for case in SLO_CASES}


@pytest.mark.parametrize("name", PLATFORMS)
def test_promtool_takes_the_rules(name: str, tmp_path: Path) -> None:
    check(tmp_path, wire(platform_rules(PLATFORMS[name])))


def test_no_alert_is_without_both_cases() -> None:
    assert {*CASES, *SLO} == set(ALERTS) - {WATCHDOG}, (
        "tests/alerts/cases.py has for each alert what fires it and what must not"
    )
    for alert in SLO:
        assert {case.fires for case in SLO_CASES if case.alert == alert} == {True, False}
    for name, case in CASES.items():
        assert case.fires, name
        assert case.quiet != case.fires, name


@pytest.mark.parametrize("area", sorted({ALERTS[name].area for name in CASES}))
def test_symptoms_fire_when_they_must_and_only_then(area: str, tmp_path: Path) -> None:
    cases = {name: case for name, case in CASES.items() if ALERTS[name].area == area}
    rules = wire([alert_group("x2bee", [ALERTS[name] for name in cases])])
    tests = [
        asked_of(f"{name} {word}", series, 1, [(case.at, name, count)])
        for name, case in cases.items()
        for word, series, count in (("fires", case.fires, 1), ("is quiet", case.quiet, 0))
    ]
    assert fired(tmp_path, rules, tests, 1) == ""


def test_the_watchdog_always_barks(tmp_path: Path) -> None:
    tests = [asked_of("with nothing at all", {}, 1, [(0, WATCHDOG, 1), (40, WATCHDOG, 1)])]
    assert fired(tmp_path, wire([alert_group("x2bee", [ALERTS[WATCHDOG]])]), tests, 1) == ""


def test_of_an_alert_that_cannot_fire_promtool_says_so(tmp_path: Path) -> None:
    broken = replace(ALERTS["NodeNotReady"], expr="vector(0) > 1")
    tests = [asked_of("NodeNotReady fires", CASES["NodeNotReady"].fires, 1, [(40, "NodeNotReady", 1)])]
    assert "FAILED" in fired(tmp_path, wire([alert_group("x2bee", [broken])]), tests, 1)


def test_promises_call_within_hours_when_they_must_and_only_then(tmp_path: Path) -> None:
    rules = wire(slo_groups(PROMISES, "acme-app"), intervals=False)
    tests = [_slo(case, STEP) for case in SLO_CASES if case.minutes <= 600]
    assert fired(tmp_path, rules, tests, STEP) == ""


def test_promises_call_within_days_when_they_must_and_only_then(tmp_path: Path) -> None:
    rules = wire(slo_groups(PROMISES, "acme-app"), intervals=False)
    for group in rules["groups"]:
        group["rules"] = [rule for rule in group["rules"] if rule.get("record") not in (BAD, TOTAL)]
    tests = [_slo(case, SLOW_STEP) for case in SLO_CASES if case.minutes > 600]
    assert fired(tmp_path, rules, tests, SLOW_STEP) == ""


def _slo(case: SloCase, step: int) -> dict[str, object]:
    minute = case.minutes - case.minutes % step
    return asked_of(f"{case.alert}: {case.what}", case.series, step, [(minute, case.alert, int(case.fires))])


@pytest.mark.parametrize("name", PLATFORMS)
def test_one_name_is_one_runbook_and_one_severity(name: str) -> None:
    for alert in platform_alerts(PLATFORMS[name]):
        first = ALERTS[alert.name]
        assert (alert.severity, alert.area, alert.runbook) == (first.severity, first.area, first.runbook)


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_two_alerts_of_a_platform_are_the_same(name: str) -> None:
    seen = [
        (alert.name, alert.service, tuple(sorted(alert.labels.items()))) for alert in platform_alerts(PLATFORMS[name])
    ]
    assert len(seen) == len(set(seen))
