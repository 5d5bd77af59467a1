"""Whether logs fit, in OpenSearch and on a node's disk: the sum is told, and what would help."""

from __future__ import annotations

from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs.logging.budget import buffer_budget, buffer_faults, storage_budget, storage_faults
from x2bee_constructs.logging.names import CLASSES
from x2bee_constructs.logging.props import LoggingSpec
from x2bee_constructs.logging.volume import derived_volume, said_volume

GIB = st.floats(0.01, 2000)


def logs(**said: Any) -> LoggingSpec:
    return LoggingSpec.model_validate(said)


def test_the_shares_of_a_volume_are_all_of_it() -> None:
    assert sum(said_volume(10).values()) == pytest.approx(10)
    assert set(said_volume(10)) == set(CLASSES)


def test_aws_formula_over_all_classes_and_the_sum_is_told() -> None:
    budget = storage_budget(logs(), {"application": 2, "access": 1, "audit": 0.1, "commerce": 0})
    source = 2 * 15 + 1 * 31 + 0.1 * 91
    assert budget.needed_gib == ceil(source * 3 * 1.45)
    assert (budget.available_gib, budget.fits) == (300, False)
    assert "application 2.00 GiB × 15 d + access 1.00 GiB × 31 d" in budget.sum
    assert "× 3 copies × 1.45 = 305 GiB; there are 3 nodes × 100 GiB = 300 GiB" in budget.sum


def test_a_little_left_is_tight() -> None:
    small = storage_budget(logs(), said_volume(2))
    tight = storage_budget(logs(), said_volume(2.8))
    assert (small.fits, small.tight) == (True, False)
    assert (tight.fits, tight.tight) == (True, True)


def test_without_standby_there_are_fewer_copies() -> None:
    one = storage_budget(logs(opensearch={"standby": False}), said_volume(1))
    two = storage_budget(logs(opensearch={"standby": False, "instances": 2}), said_volume(1))
    assert two.needed_gib == pytest.approx(2 * one.needed_gib, abs=1)


def test_a_said_volume_that_does_not_fit_is_refused_with_the_sum_and_what_helps() -> None:
    with pytest.raises(ValidationError) as caught:
        logs(volume={"gib_per_day": 10})
    (found,) = caught.value.errors()
    assert (found["type"], found["loc"]) == ("X2B352", ("opensearch", "storage_gib"))
    context = found.get("ctx", {})
    assert "GiB × 3 copies × 1.45" in context["got"]
    each = int(context["fix"].removeprefix("storage_gib: ").split(",")[0])
    assert logs(volume={"gib_per_day": 10}, opensearch={"storage_gib": each})


@given(GIB, st.sampled_from(["t3.small.search", "m6g.large.search", "r6g.large.search"]))
def test_what_a_fault_says_would_help_does(gib: float, node: str) -> None:
    standby = not node.startswith("t3")
    short = logs(opensearch={"storage_gib": 10, "instance_type": node, "standby": standby})
    for _, wrong, _ in storage_faults(short, said_volume(gib)):
        fix = (wrong.context or {})["fix"]
        said = dict(part.split(": ") for part in fix.split(", ")[0].split(" with "))
        numbers = {key: int(value) for key, value in said.items()}
        if numbers.get("instances", 1) > 80:
            continue  # more than AWS has in one domain
        better = {"instance_type": node, "standby": standby, **numbers}
        copied = storage_budget(logs(opensearch=better), said_volume(gib))
        grown = storage_budget(short, said_volume(gib))
        if copied.needed_gib == grown.needed_gib:  # a second node brings a second copy
            assert copied.fits


def test_the_busiest_nodes_buffers_hold_an_outage() -> None:
    budget = buffer_budget(logs(volume={"outage_minutes": 720}), said_volume(40), nodes=4)
    assert budget.needed_gib == 40 // 2 * 3 // 4 * 2
    assert budget.given_gib == budget.needed_gib
    assert "40.00 GiB a day × 720 of 1440 min" in budget.sum


def test_smaller_buffers_than_the_outage_asks_are_refused() -> None:
    said = logs(volume={"outage_minutes": 720, "buffer_gib": 20})
    ((place, wrong, got),) = buffer_faults(said, said_volume(40), nodes=4)
    assert (place, wrong.type, got) == (("volume", "buffer_gib"), "X2B359", 20)
    assert (wrong.context or {})["fix"].startswith("buffer_gib: 30")
    assert not list(buffer_faults(logs(volume={"outage_minutes": 720, "buffer_gib": 30}), said_volume(40), nodes=4))


@given(GIB, st.integers(1, 50), st.integers(10, 4320))
def test_a_longer_outage_never_needs_less_and_more_nodes_never_more(gib: float, nodes: int, minutes: int) -> None:
    def needed(nodes: int, minutes: int) -> int:
        return buffer_budget(logs(volume={"outage_minutes": minutes}), said_volume(gib), nodes).needed_gib

    assert needed(nodes, minutes) <= needed(nodes, min(minutes + 60, 4320))
    assert needed(nodes + 1, minutes) <= needed(nodes, minutes)


def test_requests_let_a_volume_be_expected() -> None:
    one = derived_volume({"x2bee-gw": 100})
    both = derived_volume({"x2bee-gw": 100, "x2bee-api-order": 50})
    assert sum(both.values()) == pytest.approx(1.5 * sum(one.values()))
    assert one["application"] > one["access"] > one["audit"] > one["commerce"] > 0
    assert sum(derived_volume({}).values()) == 0
