"""What a service promises: by its runtime, as it was said, and never what nobody could measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.alerts.platforms import PLATFORMS
from tests.conftest import ACME
from x2bee_constructs import load_platform
from x2bee_constructs.observability.slo.recording import recording_rules
from x2bee_constructs.observability.slo.windows import PAGES, TICKETS, WINDOWS, seconds
from x2bee_constructs.platform.alerts import platform_rules, promises
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot
from x2bee_constructs.workload.node import NextJs
from x2bee_constructs.workload.objectives import BOUNDARIES_MS, Objective, Objectives, objective_of


def test_by_the_runtime_if_nobody_says() -> None:
    assert objective_of(NextJs(), Objectives()) == Objective(0.999, 1000, 0.95)
    assert objective_of(SpringBoot(), Objectives()) == Objective(0.999, 500, 0.95)
    assert objective_of(SpringBatch(), Objectives()) is None
    assert objective_of(SpringBoot(), Objectives(watched=False)) is None


def test_what_is_said_counts() -> None:
    said = Objectives(availability=99.95, latency_ms=250, latency_percent=99)
    assert objective_of(SpringBoot(), said) == Objective(0.9995, 250, 0.99)


@pytest.mark.parametrize("percent", [93.9, 0, 100, 99.9999, -1])
def test_a_share_that_no_page_could_hold_is_refused(percent: float) -> None:
    for field in ("availability", "latency_percent"):
        with pytest.raises(ValidationError, match="no service can be held to") as caught:
            Objectives.model_validate({field: percent})
        assert [each["type"] for each in caught.value.errors()] == ["X2B380"]


@given(st.floats(min_value=0.01, max_value=1e7))
def test_only_what_the_histogram_counts_is_taken(milliseconds: float) -> None:
    if milliseconds in BOUNDARIES_MS:
        assert Objectives(latency_ms=milliseconds).latency_ms == milliseconds
        return
    with pytest.raises(ValidationError, match="does not count") as caught:
        Objectives(latency_ms=milliseconds)
    assert [each["type"] for each in caught.value.errors()] == ["X2B381"]


def test_the_burn_rates_are_those_of_the_workbook() -> None:
    assert [round(burn.factor, 6) for burn in (*PAGES, *TICKETS)] == [14.4, 6, 3, 1]
    assert {window for burn in (*PAGES, *TICKETS) for window in (burn.long, burn.short)} == set(WINDOWS)
    for burn in (*PAGES, *TICKETS):
        assert seconds(burn.long) == 12 * seconds(burn.short)


def test_the_standard_platform_promises_by_kind() -> None:
    made = promises(PLATFORMS["prd"])
    assert set(made) == {name for name in PLATFORMS["prd"].enabled_services if "batch" not in name}
    assert made["x2bee-fo"].objective.latency_ms == 1000
    assert made["x2bee-gw"].objective == Objective(0.999, 500, 0.95)
    assert {made[name].objective for name in ("x2bee-bo", "x2bee-cc", "x2bee-api-bo")} == {Objective(0.995, 2500, 0.95)}


def _with(**said: object) -> Platform:
    return Platform.model_validate({**dict(load_platform(ACME, "prd")), **said})


def test_a_service_that_is_added_is_watched_by_itself() -> None:
    before = {rule.alert for group in platform_rules(PLATFORMS["prd"]) for rule in group.rules or [] if rule.alert}
    gift = {"runtime": "spring-boot", "image": "x2bee-api-gift:0.3.0", "owner": "gift-team"}
    platform = _with(services={**dict(PLATFORMS["prd"].services), "x2bee-api-gift": gift})
    made = [rule for group in platform_rules(platform) for rule in group.rules or []]
    mine = [rule for rule in made if rule.alert and (rule.labels or {}).get("service") == "x2bee-api-gift"]
    assert {rule.alert for rule in mine} <= before
    assert len(mine) == 6
    assert {(rule.labels or {})["owner"] for rule in mine} == {"gift-team"}
    assert any('destination_workload="x2bee-api-gift"' in str(rule.expr) for rule in made if rule.record)


def test_without_the_mesh_nothing_is_promised_and_nothing_of_it_is_asked() -> None:
    platform = _with(istio_revision=None, ingress=None, logs=None, observability=None)
    assert promises(platform) == {}
    assert "istio_" not in str([group.to_wire() for group in platform_rules(platform)])


def test_each_promise_has_six_recorded_series_and_the_windows_are_shared() -> None:
    made = promises(PLATFORMS["prd"])
    assert len(recording_rules(made, "acme-app")) == 6 * len(made) + len(WINDOWS)
