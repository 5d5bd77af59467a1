"""What is promised must be kept by the configuration, or it is refused with what would keep it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs.database.props import Database
from x2bee_constructs.database.recovery import LOSSES, copy_faults, recoverable

Faults = list[tuple[str, tuple[Any, ...], str, dict[str, Any]]]


def promised(rto: int, rpo: int, survives: str = "zone", **more: Any) -> dict[str, Any]:
    recovery = {"rto_minutes": rto, "rpo_minutes": rpo, "survives": survives}
    return {"instance": "db.r7g.large", "recovery": recovery, **more}


def refused(said: dict[str, Any]) -> Faults:
    with pytest.raises(ValidationError) as caught:
        Database.model_validate(said)
    return [(e["type"], e["loc"], e["msg"], e.get("ctx", {})) for e in caught.value.errors(include_url=False)]


@pytest.mark.parametrize(
    "said",
    [
        promised(2, 0),
        promised(2, 0, "instance"),
        promised(10, 0, "instance", readers=0),
        promised(60, 0, readers=0),
        promised(120, 5, "data"),
        promised(240, 1620, "region", copy_region="ap-northeast-1"),
        promised(240, 240, "region", copy_region="ap-northeast-1", copy_hours=1),
    ],
)
def test_what_can_be_kept_may_be_promised(said: dict[str, Any]) -> None:
    assert Database.model_validate(said).recovery


@pytest.mark.parametrize(
    ("said", "place", "words", "fix"),
    [
        (promised(1, 0), ("recovery", "rto_minutes"), "at least 2, got 1", "rto_minutes: 2"),
        (
            promised(5, 0, "instance", readers=0),
            ("recovery", "rto_minutes"),
            "when an instance is lost; expected at least 10, got 5",
            "readers: 1, or rto_minutes: 10",
        ),
        (
            promised(10, 0, readers=0),
            ("recovery", "rto_minutes"),
            "when a zone is lost; expected at least 60, got 10",
            "readers: 1, or rto_minutes: 60",
        ),
        (promised(120, 1, "data"), ("recovery", "rpo_minutes"), "when data is lost; expected at least 5", "rpo_"),
        (promised(119, 5, "data"), ("recovery", "rto_minutes"), "at least 120, got 119", "rto_minutes: 120"),
        (promised(240, 2000, "region"), ("copy_region",), "nothing is left", "copy_region: another region"),
        (
            promised(240, 60, "region", copy_region="ap-northeast-1"),
            ("recovery", "rpo_minutes"),
            "when the region is lost; expected at least 1620, got 60",
            "copy_hours: fewer, or rpo_minutes: 1620",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_smallest_change(
    said: dict[str, Any], place: tuple[Any, ...], words: str, fix: str
) -> None:
    ((code, where, message, context),) = refused(said)
    assert (code, where) == ("X2B323", place)
    assert words in message
    assert str(context["fix"]).startswith(fix)
    assert context["why"]


def test_all_that_is_promised_in_vain_is_told_at_once() -> None:
    places = [place for _, place, _, _ in refused(promised(1, 0, "region", readers=0))]
    assert places == [("copy_region",), ("recovery", "rto_minutes"), ("recovery", "rpo_minutes")]


@given(
    st.integers(0, 15),
    st.sampled_from([None, "ap-northeast-1"]),
    st.sampled_from([None, 1, 6, 12, 24]),
    st.sampled_from(LOSSES),
)
def test_exactly_what_the_model_says_is_kept(readers: int, region: str | None, hours: int | None, loss: str) -> None:
    said: dict[str, Any] = {"instance": "db.r7g.large", "readers": readers}
    said |= {"copy_region": region} if region else {}
    said |= {"copy_hours": hours} if hours else {}
    kept = recoverable(Database.model_validate(said))
    numbers = [kept[one] for one in LOSSES[: LOSSES.index(loss) + 1]]
    if None in numbers:
        assert region is None
        assert loss == "region"
        return
    rto = max(one.rto_minutes for one in numbers if one)
    rpo = max(one.rpo_minutes for one in numbers if one)
    recovery = {"rto_minutes": rto, "rpo_minutes": rpo, "survives": loss}
    assert Database.model_validate({**said, "recovery": recovery}).recovery
    assert len(refused({**said, "recovery": {**recovery, "rto_minutes": rto - 1}})) == 1


def test_more_readers_and_more_copies_never_make_it_worse() -> None:
    def rto(readers: int) -> int:
        found = recoverable(Database.model_validate({"instance": "db.r7g.large", "readers": readers}))["zone"]
        assert found
        return found.rto_minutes

    assert rto(0) > rto(1) == rto(2)


def test_a_copy_where_the_database_is_is_none() -> None:
    here = Database.model_validate({"instance": "db.r7g.large", "copy_region": "ap-northeast-2"})
    ((place, fault, got),) = copy_faults("ap-northeast-2", {"mbod": here})
    assert (place, fault.type, got) == (("databases", "mbod", "copy_region"), "X2B326", "ap-northeast-2")
    assert not list(copy_faults("ap-northeast-1", {"mbod": here}))
