"""What schedules, services and jobs do not agree on; and what is warned of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.batch.schedules.lint import schedule_faults
from x2bee_constructs.batch.schedules.place import BatchPlace
from x2bee_constructs.batch.schedules.preview import as_json, preview
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.warnings import warnings
from x2bee_constructs.workload.batch_jobs import BatchJob

_JOBS = {
    "settlement": BatchJob(
        parameters={"businessDate": "date"}, optional_parameters={"limit": "number"}, usual_minutes=40, heavy=True
    ),
    "close": BatchJob(usual_minutes=90, heavy=True),
    "probe": BatchJob(),
}
PLACE = BatchPlace(
    jobs={"batch": _JOBS, "lonely": _JOBS},
    schedulers={"scheduler": ("batch",), "other": ("else",)},
    databases={"batch": "mbod"},
)
_DATE = {"businessDate": "{previous_date}"}


def _faults(**said: Any) -> list[tuple[str, tuple[Any, ...], str]]:
    one = Schedule.model_validate({"service": "batch", "job": "probe", "at": "02:00", **said})
    return [(wrong.type, place, wrong.message()) for place, wrong, _ in schedule_faults({"night": one}, PLACE)]


def test_what_agrees_has_no_fault() -> None:
    assert _faults() == []
    assert _faults(job="settlement", parameters=_DATE | {"limit": 5}) == []
    assert _faults(job="settlement", parameters={"businessDate": "2026-12-01"}) == []


@pytest.mark.parametrize(
    ("said", "code", "place", "text"),
    [
        ({"service": "batsh"}, "X2B518", ("night", "service"), "did you mean 'batch'"),
        ({"job": "setlement"}, "X2B519", ("night", "job"), "did you mean 'settlement'"),
        ({"service": "lonely"}, "X2B520", ("night", "service"), "no scheduler calls 'lonely'"),
        ({"scheduler": "other"}, "X2B520", ("night", "scheduler"), "'other' may not call 'batch'"),
        ({"scheduler": "nobody"}, "X2B520", ("night", "scheduler"), "there is no scheduler 'nobody'"),
        ({"parameters": {"x": 1}}, "X2B521", ("night", "parameters", "x"), "has no parameter 'x'"),
        ({"job": "settlement"}, "X2B522", ("night", "parameters"), "needs parameter 'businessDate'"),
        (
            {"job": "settlement", "parameters": {"businessDate": "yesterday"}},
            "X2B523",
            ("night", "parameters", "businessDate"),
            "'yesterday' is no date",
        ),
        (
            {"job": "settlement", "parameters": _DATE | {"limit": "5"}},
            "X2B523",
            ("night", "parameters", "limit"),
            "'5' is no number",
        ),
        (
            {"job": "settlement", "parameters": _DATE, "timeout_minutes": 30},
            "X2B525",
            ("night", "timeout_minutes"),
            "stopped after 30",
        ),
        ({"job": "close", "at": [], "every": 60, "timeout_minutes": 100}, "X2B526", ("night", "every"), "takes 90"),
    ],
)
def test_faults_are_placed(said: dict[str, Any], code: str, place: tuple[Any, ...], text: str) -> None:
    [(kind, where, message)] = _faults(**said)
    assert (kind, where) == (code, place)
    assert text in message


def test_a_word_that_stands_for_nothing_is_refused() -> None:
    jobs = {"batch": {"report": BatchJob(parameters={"name": "text"})}}
    place = BatchPlace(jobs=jobs, schedulers=PLACE.schedulers)
    one = Schedule.model_validate(
        {"service": "batch", "job": "report", "at": "02:00", "parameters": {"name": "r-{prevous_date}"}}
    )
    [(where, wrong, _)] = schedule_faults({"night": one}, place)
    assert (wrong.type, where) == ("X2B524", ("night", "parameters", "name"))
    assert "did you mean 'previous_date'" in wrong.message()


def test_two_schedules_have_two_titles() -> None:
    one = Schedule.model_validate({"service": "batch", "job": "probe", "at": "02:00", "title": "night"})
    other = one.model_copy(update={"title": None})
    [(where, wrong, _)] = schedule_faults({"a": one, "night": other}, PLACE)
    assert (wrong.type, where) == ("X2B527", ("night", "title"))


@pytest.mark.parametrize(
    ("said", "code", "text"),
    [
        ({"at": "02:00", "days": [31]}, "X2B528", "does not come in February, April, June, September, November"),
        ({"timing": {"minutes": [0], "days": [13], "weekdays": [5]}}, "X2B516", "also these days of the week"),
        ({"every": 10}, "X2B526", "the next is due after 10"),
        ({"every": 10, "catch_up": True, "timeout_minutes": 5}, "X2B529", "it would make 12 runs"),
        ({"at": "02:30", "timezone": "America/New_York"}, "X2B530", "skips 02:30 on 2027-03-14: no run"),
        ({"at": "01:30", "timezone": "America/New_York"}, "X2B530", "shows 01:30 twice on 2027-11-07: two runs"),
    ],
)
def test_what_may_be_meant_is_warned_of(said: dict[str, Any], code: str, text: str) -> None:
    one = Schedule.model_validate({"service": "batch", "job": "probe", **said})
    found = warnings({"x": one}, PLACE, date(2026, 12, 1))
    assert [warned.code for warned in found] == [code]
    assert text in found[0].text


def test_seoul_has_no_trap_of_the_clock() -> None:
    one = Schedule.model_validate({"service": "batch", "job": "probe", "at": "02:30"})
    assert warnings({"x": one}, PLACE, date(2026, 12, 1)) == []


def test_two_heavy_jobs_of_one_database_are_told() -> None:
    night = {"service": "batch", "timeout_minutes": 200}
    schedules = {
        "a": Schedule.model_validate({**night, "job": "close", "at": "01:00"}),
        "b": Schedule.model_validate({**night, "job": "settlement", "at": "02:00", "parameters": _DATE}),
        "c": Schedule.model_validate({**night, "job": "probe", "at": "02:00"}),
    }
    found = preview("acme prd", schedules, PLACE, date(2026, 12, 1), 2)
    assert [(one.first, one.second, one.start.isoformat()) for one in found.overlaps] == [
        ("a", "b", "2026-12-01T02:00:00+09:00"),
        ("a", "b", "2026-12-02T02:00:00+09:00"),
    ]
    assert all(found.meets(run) for name in "ab" for run in found.runs[name])
    assert not any(found.meets(run) for run in found.runs["c"])
    later = {**schedules, "b": schedules["b"].model_copy(update={"at": ("03:00",)})}
    assert preview("acme prd", later, PLACE, date(2026, 12, 1), 2).overlaps == ()
    assert as_json(found)["schedules"][1]["scheduler"] == "scheduler"


def test_a_parameter_is_needed_or_optional() -> None:
    with pytest.raises(ValidationError, match="both needed and optional") as caught:
        BatchJob(parameters={"day": "date"}, optional_parameters={"day": "date"})
    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == [("X2B510", ("optional_parameters", "day"))]
